/**
 * Holds a merged field against what the vendors' own sync is left to carry: a side that it keeps as another one is not
 * written, whoever the value comes from, and where the two contradict each other the leading one is right, as it will be
 * by that sync's own rule. What is left apart is told like anything else that is barred.
 */
import { keptBy, NO_KEEPER } from '../beside';
import type { PerSystem, SystemName } from '../model';
import { SYSTEMS } from '../model';
import type { Sides } from './field';
import { differs, type ListSides, type MergedList } from './list-side';
import type { FieldMerge } from './model';
import type { FieldSides, Merging } from './sides';

/** For each side that the vendors' sync keeps as another one, the reason to leave it alone. */
export function followersOf(
  { identity: { kind }, field, input }: Pick<Merging, 'identity' | 'field' | 'input'>,
  sides: FieldSides,
): PerSystem<string> {
  const keeper = input.keeper ?? NO_KEEPER;
  if (keeper === NO_KEEPER) return {};
  const leaders = SYSTEMS.filter((system) => saysOrSaid(sides, system));
  const kept: Partial<Record<SystemName, string>> = {};
  for (const system of SYSTEMS) {
    if (!(sides.isList ? sides.lists : sides.plain)[system]) continue;
    const reason = keptBy(keeper, kind, field, system, leaders);
    if (reason !== null) kept[system] = reason;
  }
  return kept;
}

/** What never said anything leads nobody: a value from elsewhere may fill the blank. */
function saysOrSaid({ isList, lists, plain }: FieldSides, system: SystemName): boolean {
  const { forms, shadow } = isList ? (lists[system] ?? NOTHING) : asList(plain[system]);
  return forms.length > 0 || (shadow?.length ?? 0) > 0;
}

interface Forms {
  readonly forms: readonly string[];
  readonly shadow: readonly string[] | undefined;
}

const NOTHING: Forms = { forms: [], shadow: undefined };

function asList(side: Sides[SystemName]): Forms {
  if (!side) return NOTHING;
  const shadow = side.shadow === undefined ? undefined : [side.shadow].filter((form) => form !== '');
  return { forms: [side.form].filter((form) => form !== ''), shadow };
}

/** The merge as it is once the followers take their leaders' word; `again` merges what is left without them. */
export function led(
  merged: MergedList,
  sides: FieldSides,
  followers: PerSystem<string>,
  again: (plain: Sides, lists: ListSides) => MergedList,
): MergedList {
  if (!contested(merged, followers)) return merged;
  const leading = <T>(all: Readonly<Partial<Record<SystemName, T>>>) =>
    Object.fromEntries(Object.entries(all).filter(([system]) => !(system in followers)));
  const plain: Sides = leading(sides.plain);
  const lists: ListSides = leading(sides.lists);
  const among = again(plain, lists);
  if (among.type === 'conflict') return among;
  const source = among.type === 'propagate' ? among.source : leaderOf(plain, lists);
  const value = among.type === 'propagate' ? among.value : source && heldBy(sides, source);
  if (source === undefined || value === undefined) return merged;
  const apart = SYSTEMS.filter((system) => system in followers && isApart(sides, source, system));
  const targets = among.type === 'propagate' ? [...among.targets, ...apart] : apart;
  if (targets.length === 0) return among;
  const reason = among.type === 'propagate' ? among.reason : 'the vendors’ own sync follows it';
  const row = among.type === 'propagate' ? among.row : merged.row;
  return { ...among, type: 'propagate', row, value, source, targets, reason };
}

/** Sides that contradict each other, or a follower that prevails over its leader other than by a plain edit. */
function contested(merged: MergedList, followers: PerSystem<string>): boolean {
  if (Object.keys(followers).length === 0 || merged.type === 'agree') return false;
  if (merged.type === 'conflict') return true;
  return merged.source in followers && merged.row !== 'one-changed' && merged.row !== 'same-change';
}

const leaderOf = (plain: Sides, lists: ListSides): SystemName | undefined =>
  SYSTEMS.find((system) => plain[system]?.form || lists[system]?.forms.length) ??
  SYSTEMS.find((system) => plain[system] ?? lists[system]);

const heldBy = ({ plain, lists, isList }: FieldSides, system: SystemName) =>
  isList ? lists[system]?.items : plain[system]?.value;

function isApart({ plain, lists, isList }: FieldSides, source: SystemName, system: SystemName): boolean {
  if (isList) return differs(lists[source]?.forms ?? [], lists[system]?.forms ?? []);
  return plain[source]?.form !== plain[system]?.form;
}

/** The field with its followers barred. */
export function leftToVendors(found: FieldMerge, followers: PerSystem<string>): FieldMerge {
  const { merged } = found;
  if (merged.type !== 'propagate') return found;
  const kept = Object.entries(followers).filter(([system]) =>
    merged.targets.some((target) => target === system),
  );
  if (kept.length === 0) return found;
  const barred = { ...found.barred, ...Object.fromEntries(kept) };
  const lists = Object.entries(found.lists ?? {}).filter(([system]) => !(system in followers));
  return { ...found, ...(found.lists ? { lists: Object.fromEntries(lists) } : {}), barred };
}
