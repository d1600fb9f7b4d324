/**
 * Proof of what an account sees: which organizations, known from the other systems, it shows, and which it does not. An
 * account with too narrow a scope answers without any error, so that absence is all there is to see. Pure.
 */
import type { Decision } from './decisions';
import type { Finding } from './findings';
import {
  type Identity,
  isActive,
  keyOf,
  type RecordKey,
  type SourceRecord,
  SYSTEM_TITLES,
  type SystemName,
} from './model';
import type { State } from './ports';
import { presentRecords } from './present';

export interface Visibility {
  readonly system: SystemName;
  /** How many organizations the other systems know that take part, and how many of those are seen here. */
  readonly known: number;
  readonly seen: number;
  /** Names of those that were seen here before and are no more, then of those that never were. */
  readonly gone: readonly string[];
  readonly absent: readonly string[];
  /** How many organizations here have no counterpart anywhere. */
  readonly alone: number;
}

export interface VisibilityInput {
  readonly state: State;
  readonly decisions: readonly Decision[];
  /** The connected systems. */
  readonly systems: readonly SystemName[];
}

/** For each connected system; none before the first scan, or where no other system is connected. */
export function visibilityOf(input: VisibilityInput): readonly Visibility[] {
  const { state, decisions, systems } = input;
  const present = presentRecords(state);
  const ignored = new Set(decisions.flatMap((said) => (said.type === 'ignore' ? [said.record] : [])));
  const all = [...state.identities.values()]
    .filter(({ kind }) => kind === 'organization')
    .map((identity) => sides(identity, present, ignored));
  return systems.flatMap((system) => {
    const others = systems.filter((name) => name !== system);
    const known = all.filter((sight) => !sight.ignored && others.some((name) => sight.active.has(name)));
    if (known.length === 0) return [];
    const missing = known.filter((sight) => !sight.present.has(system));
    const names = (before: boolean) =>
      missing
        .filter((sight) => sight.linked.has(system) === before)
        .map(({ name }) => name)
        .sort((a, b) => (a < b ? -1 : 1));
    return [
      {
        system,
        known: known.length,
        seen: known.length - missing.length,
        gone: names(true),
        absent: names(false),
        alone: all.filter(({ present: where }) => where.size === 1 && where.has(system)).length,
      },
    ];
  });
}

interface Sides {
  readonly name: string;
  readonly ignored: boolean;
  /** Systems in which a record belongs to it; in which the last scan showed that; in which it is in use too. */
  readonly linked: ReadonlySet<SystemName>;
  readonly present: ReadonlySet<SystemName>;
  readonly active: ReadonlySet<SystemName>;
}

const NAMED_BY = ['bms', 'itglue', 'vsa'] as const;

function sides(
  identity: Identity,
  records: ReadonlyMap<RecordKey, SourceRecord>,
  ignored: ReadonlySet<RecordKey>,
): Sides {
  const linked = NAMED_BY.flatMap((system) => {
    const link = identity.links[system];
    if (!link) return [];
    const key = keyOf({ system, kind: 'organization', id: link.record });
    return [{ system, key, record: records.get(key) }];
  });
  const present = linked.filter(({ record }) => record !== undefined);
  const active = present.filter(({ record }) => record && isActive(record));
  const of = (some: typeof linked) => new Set(some.map(({ system }) => system));
  return {
    name: present.find(({ record }) => record)?.record?.name ?? identity.id,
    ignored: linked.some(({ key }) => ignored.has(key)),
    linked: of(linked),
    present: of(present),
    active: of(active),
  };
}

/** A name that stands in `docs/prerequisites.md` too. */
const CHECK = 'counterparts';
const MOST = 10;

const REMEDIES: Readonly<Record<SystemName, string>> = {
  bms: 'widen the scope of the role of its user (Admin > Security > Roles)',
  vsa: 'add them to the scope of the integration user (System > User Security > Scopes), or to the authorisation of the VSA 10 token',
  itglue: 'use an API key that an administrator created',
};

/** What has vanished is a warning, and so is an account that sees less than half; single absences are told only. */
export function visibilityFindings(input: VisibilityInput): readonly Finding[] {
  return visibilityOf(input).map(({ system, known, seen, gone, absent, alone }) => {
    const base = { system, check: CHECK } as const;
    if (seen === known) {
      const all = known === 1 ? 'the one organization' : `all ${known} organizations`;
      return { ...base, level: 'ok', message: `You see ${all} known from the other systems.` };
    }
    const count = `You see ${seen} of ${organizations(known)} known from the other systems`;
    const unmatched =
      alone > 0
        ? ` ${organizations(alone)} here ${alone === 1 ? 'has' : 'have'} no counterpart: under another name it may be one of them, see the Review view.`
        : '';
    const remedy = `If they exist in ${SYSTEM_TITLES[system]}, ${REMEDIES[system]}; else create them, or ignore them in the Review view.${unmatched}`;
    if (gone.length > 0)
      return {
        ...base,
        level: 'warning',
        message: `${count}; seen before and no more: ${listed(gone)}.${absent.length > 0 ? ` Never seen: ${listed(absent)}.` : ''}`,
        why: 'Either they were deleted there, or the account was given less to see: make sure which before you let a plan archive anything.',
        remedy,
      };
    return {
      ...base,
      level: 2 * seen < known ? 'warning' : 'ok',
      message: `${count}; missing here: ${listed(absent)}.`,
      why: 'What an account may not see is absent without any error, and is not kept in step.',
      remedy,
    };
  });
}

const organizations = (count: number): string => `${count} organization${count === 1 ? '' : 's'}`;

/** Names are the systems' own: one line, in quotes where they hold a comma. */
function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, MOST)
    .map((name) => name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' '))
    .map((name) => (name.includes(',') ? `"${name}"` : name));
  const rest = names.length - MOST;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
