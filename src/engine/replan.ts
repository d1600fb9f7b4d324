/** A saved plan after a person's decisions: what they ask for becomes steps in it, without a call to any system. */
import type { Act } from './decide';
import type { Decision } from './decisions';
import type { FieldName } from './fields';
import { leftOut, takingPart } from './filter';
import { withFights } from './follow/fights';
import { placeOf as recordAt } from './follow/off-boarding';
import { stableText } from './hash';
import { identityIndex } from './identities';
import { merge } from './merge/merge';
import type { IdentityId, Kind, RecordKey } from './model';
import { withSteps } from './plan/fingerprint';
import type { Drift, Plan, PlannedValue, Step } from './plan/model';
import { asCarriedOut, inReadingOrder } from './plan/order';
import { makePlan } from './plan/plan';
import { untickedAs } from './plan/ticks';
import type { State } from './ports';
import { presentRecords } from './present';
import type { CreationPolicy } from './settings';
import type { Slices } from './slices';
import { groundOf, type World } from './think';

/** Decisions create nothing here: a value is for records that there are. */
const NOTHING: CreationPolicy = { organization: {}, location: {}, contact: {}, asset: {} };

/** The plan with the steps, conflicts and drift of what the act is about as the decisions of the moment have it. */
export function* replanned(
  world: Pick<World, 'systems' | 'settings'>,
  saved: Plan,
  state: State,
  decisions: readonly Decision[],
  act: Act,
): Slices<Plan> {
  const records = presentRecords(state);
  const { identities } = state;
  const identityOf = identityIndex(identities.values());
  const only = touchedBy(act, state, identityOf);
  if (only.size === 0) return saved;
  const ground = { identities, records, identityOf, ...groundOf(world, decisions, records) };
  const out = yield* leftOut({ identities, records, filters: world.settings.filters });
  const merged = yield* merge({ ...ground, identities: takingPart(identities, out), only });
  const merges = withFights(merged, state.overwrites ?? {}, decisions);
  const { madeAt } = saved;
  const none = { creation: NOTHING, asked: new Map(), held: new Map(), different: new Set<string>() };
  const more = { ...none, merges, madeAt };
  const fresh = yield* makePlan({ ...ground, ...more });
  const stays = (item: { readonly identity: IdentityId }) => !only.has(item.identity);
  const { steps: news, refused } = asObjected(fresh.steps, saved.drift);
  const made = new Set(news.map(({ id }) => id));
  // What is gone, or ends with its client, is archived whatever was decided about its other values.
  const ends = ({ action, id }: Step) => action === 'archive' && !isAboutLife(act) && !made.has(id);
  const steps = saved.steps.filter((step) => stays(step) || step.action === 'create' || ends(step));
  const all = withEdits(
    steps,
    news.filter((step) => !takesAlong(step)),
    only,
  );
  const later = news.filter(takesAlong).flatMap(leftToNext);
  // Each behind the last step of its kind: what it refers to comes before it there.
  const plan = untickedAs(saved, yield* withSteps(saved, asCarriedOut(all)));
  const drift = saved.drift.filter((item) => stays(item) || item.record === null);
  return {
    ...plan,
    conflicts: inReadingOrder([...saved.conflicts.filter(stays), ...fresh.conflicts]),
    drift: inReadingOrder([...drift, ...fresh.drift, ...refused, ...later]),
  };
}

/** What ends or comes back takes along what belongs to it: who that is, a plan finds that looks at everything. */
const takesAlong = ({ kind, action }: Step): boolean => kind === 'organization' && action !== 'update';

const leftToNext = ({
  system,
  kind,
  identity,
  record,
  name,
  organization,
  changes,
}: Step): readonly Drift[] =>
  changes.map(({ field, from, to }) => ({
    ...{ system, kind, identity, record, name, organization, field, value: from, wanted: to },
    reason: 'it is left to the next plan, together with what belongs to it',
  }));

/** The steps with the new ones; what goes with its client is written together with what else is by now to be written there. */
function withEdits(
  steps: readonly Step[],
  news: readonly Step[],
  only: ReadonlySet<IdentityId>,
): readonly Step[] {
  const fresh = new Map(news.map((step) => [recordAt(step), step]));
  const merged = new Set<Step>();
  const kept = steps.map((step) => {
    if (!step.withClient || !only.has(step.identity)) return step;
    const edit = fresh.get(recordAt(step));
    if (edit) merged.add(edit);
    const life = step.changes.filter(({ field }) => field === 'active');
    return { ...step, changes: [...(edit?.changes ?? []), ...life] };
  });
  return [...kept, ...news.filter((step) => !merged.has(step))];
}

const isAboutLife = ({ added, removed }: Act): boolean =>
  [...added, ...removed].some((said) => 'field' in said && said.field === 'active');

/** A system that was not asked objects to nothing: what it objected to when the plan was made, it objects to still. */
function asObjected(
  steps: readonly Step[],
  drift: readonly Drift[],
): { readonly steps: readonly Step[]; readonly refused: readonly Drift[] } {
  const objections = new Map(drift.map((item) => [placeOf(item, item.field, item.wanted), item]));
  const refused: Drift[] = [];
  const left = steps.flatMap((step) => {
    const changes = step.changes.filter(({ field, to }) => {
      const objection = objections.get(placeOf(step, field, to));
      if (objection) refused.push(objection);
      return !objection;
    });
    return changes.length > 0 ? [{ ...step, changes }] : [];
  });
  return { steps: left, refused };
}

const placeOf = (
  { system, identity }: Pick<Step, 'system' | 'identity'>,
  field: FieldName | null,
  wanted: PlannedValue,
): string => stableText({ system, identity, field, wanted });

/** Identities whose fields an act decides: of a record itself, or of all that belongs to an organization. */
function touchedBy(
  { added, removed }: Act,
  { identities }: State,
  identityOf: ReadonlyMap<RecordKey, IdentityId>,
): ReadonlySet<IdentityId> {
  const touched = new Set<IdentityId>();
  const owners = new Map<IdentityId, Set<Kind>>();
  for (const decision of [...added, ...removed]) {
    if (decision.type === 'value') touched.add(identityOf.get(decision.record) ?? '');
    if (decision.type !== 'authority') continue;
    const owner = identityOf.get(decision.organization) ?? '';
    owners.set(owner, new Set([...(owners.get(owner) ?? []), decision.kind]));
  }
  touched.delete('');
  for (const identity of owners.size > 0 ? identities.values() : []) {
    if (owners.get(identity.organization ?? identity.id)?.has(identity.kind)) touched.add(identity.id);
  }
  return touched;
}
