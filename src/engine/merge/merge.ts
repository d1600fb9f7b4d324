/** Merges all fields of all identities: pure, in slices, one result per field that is not simply quiet. */
import { type FieldName, fieldNames, fieldSpec } from '../fields';
import type { Identity, PerSystem, SourceRecord, SystemName } from '../model';
import { keyOf, membersOf, SYSTEM_TITLES, SYSTEMS } from '../model';
import { fieldForm } from '../normalize/value';
import { concerned } from '../policy';
import type { Slices } from '../slices';
import { withinDirections } from './barred';
import { type DecidedValues, decidedValues, heldAsDecided, mergeDecided } from './decided';
import { type Merged, mergeField, offerOwed, type Side, type Sides } from './field';
import { followersOf, led, leftToVendors } from './kept';
import { mergeList } from './list';
import { differs, type MergedList } from './list-side';
import type { FieldMerge, IdentityMerge, MergeInput } from './model';
import { offerOwedList, type Passing } from './owed-list';
import { absentFrom, type FieldSides, hintFor, liveMembers, type Merging, ownerOf, sidesOf } from './sides';

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
    if (input.only && !input.only.has(identity.id)) continue;
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
  const owner = ownerOf(identity, input.identities);
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
    if (!spec || spec.volatile) continue;
    const authority = input.authority(identity.kind, field, ownerKeys);
    const result = mergeOne({ identity, members, systems, field, spec, authority, hint, input }, decided);
    if (result) fields.push(result);
  }
  return { identity, members, fields };
}

function mergeOne(merging: Merging, decided: DecidedValues): FieldMerge | null {
  const { identity, field, authority, input } = merging;
  const sides = sidesOf(merging);
  const { values, plain, lists, isList } = sides;
  if (Object.keys(isList ? lists : plain).length < 2) return null;
  const owing = (debts: Identity['owed']) => SYSTEMS.filter((system) => debts?.[system]?.includes(field));
  const [owed, unreached] = [owing(identity.owed), owing(identity.unreached)];
  const mayPass: Passing = (a, b) => input.barrier(identity.kind, a, b) === null;
  const absent = absentFrom(identity, field, values).filter((system) => !owed.includes(system));
  const mergeSides = (some: FieldSides['plain'], listed: FieldSides['lists']): MergedList =>
    isList
      ? mergeList(listed, authority, titleOf, owed, sides.absent)
      : mergePlain(field, some, mergeField(some, authority, titleOf, owed, unreached, absent));
  const followers = followersOf(merging, sides);
  const merged = led(mergeSides(plain, lists), sides, followers, mergeSides);
  const choice = mergeDecided(merging, sides, decided, merged.row === 'quiet');
  if (choice) return leftToVendors(withinDirections(merging, choice, sides), followers);
  if (awaitsAuthority(merging, merged, plain, owed)) return null;
  const offer = merged.row === 'quiet' ? owedOffer(owed, sides, mayPass, owing(identity.disputed)) : null;
  const result: MergedList = offer ?? merged;
  const apart = result.type === 'agree' ? whoDiffers(sides, authority) : null;
  const heard = result.type === 'agree' ? heldAsDecided(merging, sides, decided) : null;
  const found = {
    ...{ field, merged: result, values },
    ...(result.lists ? { lists: result.lists } : {}),
    ...(result.due ? { due: result.due } : {}),
    ...(result.awaited ? { awaited: result.awaited } : {}),
    ...(apart ? { apart } : {}),
    ...(heard ? { decided: heard } : {}),
  };
  return leftToVendors(withinDirections(merging, found, sides), followers);
}

/**
 * The authority is out of sight, and what joins says something else than it said: there is nothing to agree on without it,
 * though a side that knows the family alone agrees with both.
 */
function awaitsAuthority(
  { identity, members, field, authority }: Merging,
  { type, row }: Merged,
  plain: FieldSides['plain'],
  owed: readonly SystemName[],
): boolean {
  if (type !== 'agree' || row !== 'joined' || authority === null) return false;
  const shadow = identity.shadows[authority]?.[field];
  if (members[authority] || !identity.links[authority] || shadow === undefined || owed.includes(authority))
    return false;
  const said = fieldForm(identity.kind, field, shadow);
  return SYSTEMS.some((system) => {
    const side = plain[system];
    return side !== undefined && side.shadow === undefined && side.form !== '' && side.form !== said;
  });
}

/** Sides that say something else than the authority, or than the first that says anything; null when none does. */
function whoDiffers(
  { plain, lists, isList }: FieldSides,
  authority: SystemName | null,
): FieldMerge['apart'] | null {
  const formsOf = (system: SystemName) =>
    lists[system]?.forms ?? (plain[system] ? [plain[system].form] : null);
  const present = SYSTEMS.filter((system) => formsOf(system));
  const filled = present.filter((system) => formsOf(system)?.some((form) => form !== ''));
  const trusted = filled.find((system) => system === authority) ?? filled[0];
  // Of lists the longest: a system that holds fewer values is content when all it holds is there.
  const size = (system: SystemName | undefined) => (system && lists[system]?.forms.length) ?? 0;
  const from = filled.reduce((best, system) => (size(system) > size(best) ? system : best), trusted);
  const said = from && formsOf(from);
  if (!said) return null;
  const sides = present.filter((system) => {
    const held = formsOf(system) ?? [];
    const room = lists[system]?.capacity ?? Number.POSITIVE_INFINITY;
    if (isList && held.length >= room && held.every((form) => said.includes(form))) return false;
    return differs(said, held);
  });
  return sides.length > 0 ? { from, sides } : null;
}

/** What is owed, offered again; where its people had said something else, that is no plain matter. */
function owedOffer(
  owed: readonly SystemName[],
  { isList, plain, lists }: FieldSides,
  mayPass: Passing,
  disputed: readonly SystemName[],
): MergedList | null {
  if (owed.length === 0) return null;
  if (isList) return offerOwedList(lists, owed, titleOf, mayPass);
  const offer = offerOwed(plain, owed, titleOf);
  if (offer?.type !== 'propagate') return offer;
  const contested = offer.targets.some((system) => disputed.includes(system));
  return contested ? { ...offer, row: 'different-changes' } : offer;
}

const titleOf = (system: SystemName): string => SYSTEM_TITLES[system];

function mergePlain(field: FieldName, sides: Sides, merged: Merged): Merged {
  if (field === 'active') return mergeLifecycle(sides, merged);
  return field === 'organization' ? settledOnly(merged) : merged;
}

/**
 * First contact never archives: where sides disagree about being active before any agreement, nothing is done, and what
 * joins while others are archived is a person's to archive. An agent that joins what was archived before is the machine
 * come back: it is re-activated, not made a second time.
 */
function mergeLifecycle(sides: Sides, merged: Merged): Merged {
  const agent = sides.vsa;
  const archived = SYSTEMS.filter((system) => sides[system]?.value === false);
  const justNow = archived.some((system) => hasMoved(sides[system]));
  if (justNow && merged.type === 'conflict') return merged;
  const reports = merged.row === 'joined' && agent?.shadow === undefined && agent?.value === true;
  // Who has never agreed on it may have been archived just now, too.
  const wereSo = archived.every((system) => sides[system]?.shadow !== undefined);
  if (reports && archived.length > 0 && wereSo && !justNow) {
    const reason = 'an agent reports for this machine again';
    return { type: 'propagate', row: 'joined', value: true, source: 'vsa', targets: archived, reason };
  }
  const settled = settledOnly(merged);
  const joins = (system: SystemName) => sides[system]?.shadow === undefined;
  if (settled.type !== 'propagate' || settled.value !== false || !settled.targets.some(joins)) return settled;
  const { source } = settled;
  const reason = `${titleOf(source)} archived it while a newly linked record is active`;
  return { type: 'conflict', row: 'joined', changed: [source], suggestion: source, reason };
}

/** Whether the side says something else than it last agreed to. */
const hasMoved = (side: Side | undefined): boolean => side?.shadow !== undefined && side.shadow !== side.form;

/**
 * Sides that have never agreed stay as they are: at first contact whose client a thing is is the matcher's question. One
 * that moves later is a change like any other.
 */
function settledOnly(merged: Merged): Merged {
  const unsettled = merged.row.startsWith('first') || merged.row === 'joined';
  return unsettled ? { type: 'agree', row: merged.row } : merged;
}
