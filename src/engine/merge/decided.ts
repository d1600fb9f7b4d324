/** Values that a person decided: they win for as long as the sides still say what they said then. Pure. */
import type { Decision } from '../decisions';
import type { FieldName, FieldSpec } from '../fields';
import type { FieldValue, PerSystem, SourceRecord, SystemName } from '../model';
import { isBlank, keyOf, SYSTEMS } from '../model';
import { canonicalForm } from '../normalize/value';
import type { Merged } from './field';
import type { FieldMerge } from './model';
import { type FieldSides, itemsOf } from './sides';

export interface DecidedValues {
  find(
    members: PerSystem<SourceRecord>,
    field: FieldName,
    values: PerSystem<FieldValue>,
  ): FieldValue | undefined;
}

/** A decided value holds for as long as the sides still say what they said when it was decided. */
export function decidedValues(decisions: readonly Decision[]): DecidedValues {
  const byRecord = new Map<string, Extract<Decision, { type: 'value' }>>();
  for (const decision of decisions) {
    if (decision.type === 'value') byRecord.set(`${decision.record}|${decision.field}`, decision);
  }
  return {
    find(members, field, values) {
      for (const system of byRecord.size > 0 ? SYSTEMS : []) {
        const record = members[system];
        const decision = record && byRecord.get(`${keyOf(record)}|${field}`);
        if (!decision) continue;
        const stands = SYSTEMS.every((name) => {
          const against = decision.against[name];
          return (
            against === undefined ||
            sameValue(against, values[name]) ||
            sameValue(decision.value, values[name])
          );
        });
        if (stands) return decision.value;
      }
      return undefined;
    },
  };
}

const sameValue = (a: FieldValue, b: FieldValue | undefined): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((item, at) => item === b[at])
    : a === b || (isBlank(a) && isBlank(b));

export function byDecision(
  field: FieldName,
  { values, plain, lists, isList }: FieldSides,
  value: FieldValue,
  spec: FieldSpec,
): FieldMerge {
  const wanted = isBlank(value) ? '' : canonicalForm(spec, value);
  const targets = SYSTEMS.filter((system) => {
    if (isList) return lists[system] && canonicalForm(spec, values[system] ?? null) !== wanted;
    return plain[system] && plain[system].form !== wanted;
  });
  const source = SYSTEMS.find((system) => values[system] !== undefined && !targets.includes(system)) ?? 'bms';
  if (targets.length === 0) return { field, values, merged: { type: 'agree', row: 'decided' } };
  const merged: Merged = {
    type: 'propagate',
    row: 'decided',
    value,
    source,
    targets,
    reason: 'decided by a person',
  };
  if (!isList) return { field, values, merged, decided: true };
  const each: Partial<Record<SystemName, readonly string[]>> = {};
  for (const system of targets) each[system] = itemsOf(value).slice(0, lists[system]?.capacity);
  return { field, values, merged, lists: each, decided: true };
}
