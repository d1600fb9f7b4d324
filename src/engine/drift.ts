/** What differs and stays so, each with the reason why nothing is done about it. Pure. */
import { FIRST_CONTACT } from './explain';
import type { IdentityMerge } from './merge/model';
import type { Identity, IdentityId, RecordKey, SourceRecord } from './model';
import { SYSTEM_TITLES } from './model';
import type { Drift, Plan, Step } from './plan/model';
import { untickedSteps, waitingSteps } from './plan/ticks';
import { namesOf } from './plan/world';

export interface DriftInput {
  readonly plan: Plan;
  readonly merges: readonly IdentityMerge[];
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
}

/** What cannot be written, what was unticked, and what has differed quietly since it was last settled. */
export function driftOf(input: DriftInput): readonly Drift[] {
  const { plan } = input;
  const told = [
    ...plan.drift,
    ...untickedSteps(plan).flatMap((step) => leftOut(step, 'a person has unticked it in the plan')),
    ...waitingSteps(plan).flatMap((step) =>
      leftOut(withClientAlone(step), 'it waits for what a person has unticked in the plan'),
    ),
  ];
  const known = new Set(told.map(placeOf));
  const quiet = quietly(input).filter((item) => !known.has(placeOf(item)));
  return [...told, ...quiet];
}

/** What is typed in somebody goes on while their client waits. */
const withClientAlone = (step: Step): Step =>
  step.withClient ? { ...step, changes: step.changes.filter(({ field }) => field === 'active') } : step;

const placeOf = ({ system, identity, field }: Drift): string => `${system}|${identity}|${field ?? ''}`;

function leftOut(step: Step, reason: string): readonly Drift[] {
  const { system, kind, identity, record, name, organization } = step;
  const about = { system, kind, identity, record, name, organization };
  if (step.action === 'create') return [{ ...about, field: null, value: null, wanted: null, reason }];
  return step.changes.map(({ field, from, to }) => ({ ...about, field, value: from, wanted: to, reason }));
}

function quietly({ merges, identities, records }: DriftInput): readonly Drift[] {
  const names = namesOf({ identities, records });
  return merges.flatMap(({ identity, members, fields }) =>
    fields.flatMap(({ field, merged, values, apart }): Drift[] => {
      if (!apart) return [];
      const reason =
        merged.row === 'quiet'
          ? `it has differed from ${SYSTEM_TITLES[apart.from]} since it was last settled, and no side has changed since`
          : `${FIRST_CONTACT}: a person decides`;
      return apart.sides.map((system) => ({
        ...{ system, kind: identity.kind, identity: identity.id, record: members[system]?.id ?? null },
        ...{ name: names.nameOf(identity), organization: names.organizationOf(identity), field },
        ...{ value: values[system] ?? null, wanted: values[apart.from] ?? null, reason },
      }));
    }),
  );
}
