import type { ConflictItem, ConflictSide } from '../../../src/engine/conflicts';
import type { FieldValue, SystemName } from '../../../src/engine/model';

/** A side of few words: `conflictSide('bms', 'X1')`. */
export const conflictSide = (
  system: SystemName,
  value: FieldValue,
  more: Partial<ConflictSide> = {},
): ConflictSide => ({
  record: `${system}:asset:1`,
  name: 'pc',
  url: null,
  value,
  text: String(value ?? ''),
  agreed: null,
  changed: true,
  lastChange: null,
  refusal: null,
  ...more,
});
export const conflictItem = (more: Partial<ConflictItem> = {}): ConflictItem => ({
  key: 'asset/bms/1|model',
  kind: 'asset',
  identity: 'asset/bms/1',
  name: 'pc',
  organization: 'Acme',
  organizationIdentity: 'acme',
  field: 'model',
  label: 'Model',
  isList: false,
  to: null,
  sides: { bms: conflictSide('bms', 'ThinkPad T14 G3'), itglue: conflictSide('itglue', 'ThinkPad T14 G4') },
  agreed: null,
  authority: null,
  suggestion: null,
  reason: 'the sides differ',
  ...more,
});
