/** Merges all fields of all identities: pure, in slices, one result per field that is not simply quiet. */
import { type FieldName, fieldNames, fieldSpec } from '../fields';
import type { Identity, PerSystem, SourceRecord, SystemName } from '../model';
import { keyOf, membersOf, SYSTEM_TITLES, SYSTEMS } from '../model';
import { concerned } from '../policy';
import type { Slices } from '../slices';
import { withinDirections } from './barred';
import { byDecision, type DecidedValues, decidedValues } from './decided';
import { type Merged, mergeField, offerOwed, type Sides } from './field';
import { type MergedList, mergeList, offerOwedList } from './list';
import type { FieldMerge, IdentityMerge, MergeInput } from './model';
import { type FieldSides, hintFor, liveMembers, type Merging, sidesOf } from './sides';

/** How many identities are merged between two pauses. */
const SLICE = 16;

/** Merges every identity that has members in two systems or more. */
export function* merge(input: MergeInput): Slices<readonly IdentityMerge[]> {
  const decided = decidedValues(input.decisions);
  const results: IdentityMerge[] = [];
  let count = 0;
  for (const identity of input.identities.values()) {
    count += 1;
    if (count % SLICE === 0) yield;
    const members = liveMembers(identity, input.records);
    if (Object.keys(members).length < 2) continue;
    results.push(mergeIdentity(identity, members, input, decided));
  }
  return results;
}

function mergeIdentity(
  identity: Identity,
  members: PerSystem<SourceRecord>,
  input: MergeInput,
  decided: DecidedValues,
): IdentityMerge {
  const owner = identity.organization === null ? identity : input.identities.get(identity.organization);
  const ownerKeys = owner ? membersOf(owner).map(keyOf) : [];
  const hint = hintFor(members, owner, input);
  const systems = concerned(
    identity.kind,
    SYSTEMS.filter((system) => members[system]),
    input.barrier,
  );
  const fields: FieldMerge[] = [];
  for (const field of fieldNames(identity.kind)) {
    const spec = fieldSpec(identity.kind, field);
    // Ownership is the matcher's question: a record in another organization is a moved one, not a changed field.
    if (!spec || spec.volatile || field === 'organization') continue;
    const authority = input.authority(identity.kind, field, ownerKeys);
    const result = mergeOne({ identity, members, systems, field, spec, authority, hint, input }, decided);
    if (result) fields.push(result);
  }
  return { identity, members, fields };
}

function mergeOne(merging: Merging, decided: DecidedValues): FieldMerge | null {
  const { identity, members, field, spec, authority } = merging;
  const sides = sidesOf(merging);
  const { values, plain, lists, isList } = sides;
  if (Object.keys(isList ? lists : plain).length < 2) return null;
  const choice = decided.find(members, field, values);
  if (choice !== undefined) return withinDirections(merging, byDecision(field, sides, choice, spec), sides);
  const merged: MergedList = isList
    ? mergeList(lists, authority, titleOf)
    : field === 'active'
      ? mergeLifecycle(plain, authority)
      : mergeField(plain, authority, titleOf);
  const offer = merged.row === 'quiet' ? owedOffer(identity, field, sides) : null;
  const result: MergedList = offer ?? merged;
  const found = { field, merged: result, values, ...(result.lists ? { lists: result.lists } : {}) };
  return withinDirections(merging, found, sides);
}

function owedOffer(
  identity: Identity,
  field: FieldName,
  { isList, plain, lists }: FieldSides,
): MergedList | null {
  const owed = SYSTEMS.filter((system) => identity.owed?.[system]?.includes(field));
  if (owed.length === 0) return null;
  return isList ? offerOwedList(lists, owed, titleOf) : offerOwed(plain, owed, titleOf);
}

const titleOf = (system: SystemName): string => SYSTEM_TITLES[system];

/** First contact never archives: where sides disagree about being active before any agreement, nothing is done. */
function mergeLifecycle(sides: Sides, authority: SystemName | null): Merged {
  const merged = mergeField(sides, authority, titleOf);
  const unsettled = merged.row.startsWith('first') || merged.row === 'joined';
  return unsettled && merged.type !== 'agree' ? { type: 'agree', row: merged.row } : merged;
}
