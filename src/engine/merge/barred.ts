/**
 * Holds a merged field against the directions that people allow: a target takes a value only from a side that holds it and
 * may pass it on. What is barred stays in the target's debt, so that it is offered again once the way is open.
 */
import type { Kind, PerSystem, SystemName } from '../model';
import { SYSTEMS } from '../model';
import { canonicalForm } from '../normalize/value';
import type { Barrier } from '../policy';
import type { Merged } from './field';
import type { ListSides } from './list-side';
import type { FieldMerge } from './model';
import type { FieldSides, Merging } from './sides';

/** The merged field as far as the allowed directions let it go. */
export function withinDirections(
  { identity: { kind }, spec, hint, input: { barrier } }: Merging,
  found: FieldMerge,
  { plain, lists }: FieldSides,
): FieldMerge {
  if (found.lists && !found.decided) {
    const formOf = (item: string) => canonicalForm(spec, [item], hint);
    const { lists: allowed, barred } = barredLists(kind, found.lists, lists, formOf, barrier);
    return Object.keys(barred).length === 0 ? found : { ...found, lists: allowed, barred };
  }
  const agreesOnly = (system: SystemName) => plain[system]?.agreesOnly === true;
  const barred = barredTargets(
    kind,
    found.merged,
    holdersOf(found, found.lists ? lists : plain, agreesOnly),
    barrier,
  );
  if (Object.keys(barred).length === 0) return found;
  const allowed = Object.entries(found.lists ?? {}).filter(([system]) => !(system in barred));
  return { ...found, ...(found.lists ? { lists: Object.fromEntries(allowed) } : {}), barred };
}

/** Who holds the winning value, and so may pass it on. */
function holdersOf(
  { merged }: FieldMerge,
  sides: Readonly<Partial<Record<SystemName, unknown>>>,
  agreesOnly: (system: SystemName) => boolean,
): readonly SystemName[] {
  const targets = merged.type === 'propagate' ? merged.targets : [];
  return SYSTEMS.filter(
    (system) => sides[system] !== undefined && !targets.includes(system) && !agreesOnly(system),
  );
}

/** For each target that may not take the value, the reason. */
function barredTargets(
  kind: Kind,
  merged: Merged,
  holders: readonly SystemName[],
  barrier: Barrier,
): PerSystem<string> {
  if (merged.type !== 'propagate') return {};
  const barred: Partial<Record<SystemName, string>> = {};
  // A value that no side holds is a person's own.
  if (holders.length === 0) return barred;
  for (const target of merged.targets) {
    const reasons = holders.map((holder) => barrier(kind, holder, target));
    if (reasons.some((reason) => reason === null)) continue;
    const named = barrier(kind, merged.source, target);
    const reason = named ?? reasons[0];
    if (reason) barred[target] = reason;
  }
  return barred;
}

interface BarredLists {
  readonly lists: PerSystem<readonly string[]>;
  readonly barred: PerSystem<string>;
}

/**
 * The lists that targets should hold, item by item: one is added only where a side that holds it may pass it on, and
 * taken away only where a side that took it away may say so.
 */
function barredLists(
  kind: Kind,
  wanted: PerSystem<readonly string[]>,
  sides: ListSides,
  formOf: (item: string) => string,
  barrier: Barrier,
): BarredLists {
  const lists: Partial<Record<SystemName, readonly string[]>> = {};
  const barred: Partial<Record<SystemName, string>> = {};
  for (const target of SYSTEMS) {
    const list = wanted[target];
    const own = sides[target];
    if (!list || !own) continue;
    const others = SYSTEMS.flatMap((system) => {
      const side = system === target ? undefined : sides[system];
      return side ? [{ side, met: barrier(kind, system, target) }] : [];
    });
    let reason: string | null = null;
    const mayPass = (speakers: typeof others): boolean => {
      if (speakers.length === 0 || speakers.some(({ met }) => met === null)) return true;
      reason ??= speakers[0]?.met ?? null;
      return false;
    };
    const holders = (form: string) => others.filter(({ side }) => side.forms.includes(form));
    const removers = (form: string) => {
      const lacking = others.filter(({ side }) => !side.forms.includes(form));
      const took = lacking.filter(({ side }) => side.shadow?.includes(form));
      // An earlier run, in which the way was closed, has settled that somebody took it away.
      return took.length > 0 ? took : lacking;
    };
    const goal = new Map(list.map((item) => [formOf(item), item]));
    const kept = own.forms.flatMap((form, at) => {
      const removed = !goal.has(form) && mayPass(removers(form));
      return removed ? [] : [[form, own.items[at] ?? form] as const];
    });
    const held = new Set(kept.map(([form]) => form));
    const added = [...goal].filter(([form]) => !held.has(form) && mayPass(holders(form)));
    const met: string | null = reason;
    if (met === null) {
      lists[target] = list;
      continue;
    }
    barred[target] = met;
    const result = [...kept, ...added].slice(0, own.capacity);
    const same = result.length === own.forms.length && result.every(([form]) => own.forms.includes(form));
    if (!same) lists[target] = result.map(([, item]) => item);
  }
  return { lists, barred };
}
