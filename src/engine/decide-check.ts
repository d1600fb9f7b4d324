/** Whether what a person says can be: it names what is known, of one kind, in systems that can do it. Pure. */
import type { AuthorityChoice, Change, Pair, ValueChoice } from './decide';
import { Failure } from './failure';
import { type FieldName, fieldSpec } from './fields';
import type { Kind, RecordKey, SourceRecord, SystemName } from './model';
import { refOf, SYSTEM_TITLES } from './model';
import { secondsOf } from './normalize/instant';

/** What a change must hold to: the records that are known, and what the systems can do. */
export interface Ground {
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  /** Why this kind cannot be created there, or null where it can. */
  readonly refusal: (system: SystemName, kind: SourceRecord['kind']) => string | null;
}

/** Fails with `usage` or `unsupported` when the change names what is not known or cannot be. */
export function checkChange(change: Change, ground: Ground): void {
  if (change.type === 'same' || change.type === 'different') {
    for (const pair of change.pairs) checkPair(pair, ground);
    return;
  }
  if (change.type === 'value') {
    for (const choice of change.choices) checkChoice(choice, ground);
    return;
  }
  if (change.type === 'authority') {
    for (const choice of change.choices) checkAuthority(choice, ground);
    return;
  }
  for (const key of change.records) known(key, ground);
  if (change.type === 'ignore') {
    checkIgnore(change);
    return;
  }
  for (const key of change.records) {
    const { system, kind } = refOf(key);
    for (const target of change.in) checkCreate(key, system, target, ground.refusal(target, kind));
  }
}

function checkPair([a, b]: Pair, ground: Ground): void {
  const [left, right] = [known(a, ground), known(b, ground)];
  const remedy = 'Name one record of each system, both of one kind.';
  if (left.kind !== right.kind) {
    throw new Failure('usage', `"${left.name}" is of kind ${left.kind}, "${right.name}" of ${right.kind}.`, {
      remedy,
    });
  }
  if (left.system !== right.system) return;
  const where = SYSTEM_TITLES[left.system];
  throw new Failure('usage', `"${left.name}" and "${right.name}" are both of ${where}.`, { remedy });
}

function checkIgnore({ reason, until }: Extract<Change, { type: 'ignore' }>): void {
  if (reason.trim() === '') {
    throw new Failure('usage', 'An ignored record needs a reason.', { remedy: 'Say why, for who reads it.' });
  }
  if (until === undefined || secondsOf(until) !== undefined) return;
  throw new Failure('usage', `"${until}" is not a date.`, { remedy: 'Write it as 2027-01-31.' });
}

function checkChoice({ record: key, field, value }: ValueChoice, ground: Ground): void {
  const { kind } = known(key, ground);
  checkField(kind, field);
  const spec = fieldSpec(kind, field);
  if (!spec?.to || value === null) return;
  const records: ReadonlyMap<string, SourceRecord> = ground.records;
  if (typeof value === 'string' && records.get(value)?.kind === spec.to) return;
  throw new Failure('usage', `"${String(value)}" is no ${spec.to} that ${spec.label} could lead to.`, {
    remedy: `Name a record such as bms:${spec.to}:12.`,
  });
}

function checkAuthority({ organization, kind, field }: AuthorityChoice, ground: Ground): void {
  const record = known(organization, ground);
  if (record.kind !== 'organization') {
    throw new Failure('usage', `"${record.name}" is of kind ${record.kind}, and no organization.`, {
      remedy: 'Name a record such as bms:organization:12.',
    });
  }
  checkField(kind, field);
}

/** A field of the kind that is merged at all. */
function checkField(kind: Kind, field: FieldName): void {
  const spec = fieldSpec(kind, field);
  if (spec && !spec.volatile) return;
  throw new Failure('usage', `"${field}" is no field of ${kind} records that could be decided.`);
}

function checkCreate(key: RecordKey, own: SystemName, target: SystemName, refusal: string | null): void {
  if (own === target) {
    throw new Failure('usage', `${key} is already in ${SYSTEM_TITLES[target]}.`, {
      remedy: 'Name another system.',
    });
  }
  if (refusal !== null) {
    throw new Failure('unsupported', `Nothing of this kind can be created there: ${refusal}`, {
      system: target,
    });
  }
}

function known(key: RecordKey, { records }: Ground): SourceRecord {
  const record = records.get(key);
  if (record) return record;
  throw new Failure('usage', `There is no record ${key}.`, {
    remedy: 'Keys look like bms:asset:1042; "msp-sync review" lists those that wait for you.',
  });
}
