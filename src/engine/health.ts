/** How well each client is kept in step, from what is known: no call, no history. Pure. */
import type { Identity, IdentityId, Kind, MatchStatus, RecordKey, SourceRecord } from './model';
import { keyOf, membersOf } from './model';
import { isUsableSerial, serialForm } from './normalize/serial';
import type { Overview } from './overview';
import { atOnce, eachOf, type Slices } from './slices';

export interface ClientHealth {
  readonly identity: IdentityId;
  readonly name: string;
  /** Records of the client in all systems, itself included. */
  readonly records: number;
  /** Records in use by status; those that are inactive or ignored count nowhere. */
  readonly counts: Readonly<Partial<Record<MatchStatus, number>>>;
  /** Of the records in use, how many are linked and in order, from 0 to 1, by kind; absent where there is none. */
  readonly matchedShare: Readonly<Partial<Record<Kind, number>>>;
  /** The same over all kinds. */
  readonly share: number;
  /** Machines in use whose serial number is a text that tells nothing: `To Be Filled By O.E.M.` */
  readonly placeholders: readonly RecordKey[];
}

/** Statuses of records that nobody expects to be in step. */
export const OUT_OF_USE: ReadonlySet<MatchStatus> = new Set(['inactive', 'ignored']);
/** A change that waits to be written belongs to a link in order. */
export const IN_ORDER: ReadonlySet<MatchStatus> = new Set(['matched', 'pending']);

interface Tally {
  records: number;
  readonly placeholders: RecordKey[];
  readonly counts: Partial<Record<MatchStatus, number>>;
  readonly kinds: Map<Kind, { all: number; good: number }>;
}

type Known = Pick<Overview, 'identities' | 'records' | 'statuses' | 'placeholderSerials'>;

/** Every client, the one that needs most attention first: by the number of its records that are not in order. */
export const healthOf = (known: Known): readonly ClientHealth[] => atOnce(healthInSlices(known));

const SLICE = 512;

export function* healthInSlices(known: Known): Slices<readonly ClientHealth[]> {
  const tallies = new Map<IdentityId, Tally>();
  const extra = new Set(known.placeholderSerials.map(serialForm));
  yield* eachOf([...known.identities.values()], SLICE, (identity) => {
    const owner = identity.kind === 'organization' ? identity.id : identity.organization;
    if (owner === null) return;
    const tally: Tally = tallies.get(owner) ?? { records: 0, placeholders: [], counts: {}, kinds: new Map() };
    tallies.set(owner, tally);
    for (const key of membersOf(identity).map(keyOf)) {
      const status = known.statuses.get(key)?.status;
      note(tally, identity.kind, status);
      if (status !== undefined && !OUT_OF_USE.has(status) && hasPlaceholder(known.records.get(key), extra))
        tally.placeholders.push(key);
    }
  });
  return [...tallies]
    .map(([id, tally]) => clientOf(id, tally, known.identities.get(id), known))
    .sort((a, b) => troubles(b) - troubles(a) || a.share - b.share || (a.name < b.name ? -1 : 1));
}

/** Records of the client that are not in order. */
export const troubles = ({ counts }: ClientHealth): number => troublesIn(counts);

export function troublesIn(counts: ClientHealth['counts']): number {
  let sum = 0;
  for (const [status, count] of Object.entries(counts))
    if (![...IN_ORDER].some((good) => good === status)) sum += count;
  return sum;
}

/** Whether a serial number stands there that cannot tell one machine from another; a blank one is none. */
function hasPlaceholder(record: SourceRecord | undefined, extra: ReadonlySet<string>): boolean {
  const serial = record?.kind === 'asset' ? record.fields.serialNumber : null;
  return typeof serial === 'string' && serial.trim() !== '' && !isUsableSerial(serialForm(serial), extra);
}

function note(tally: Tally, kind: Kind, status: MatchStatus | undefined): void {
  if (status === undefined) return;
  tally.records += 1;
  if (OUT_OF_USE.has(status)) return;
  tally.counts[status] = (tally.counts[status] ?? 0) + 1;
  const of = tally.kinds.get(kind) ?? { all: 0, good: 0 };
  tally.kinds.set(kind, { all: of.all + 1, good: of.good + (IN_ORDER.has(status) ? 1 : 0) });
}

function clientOf(
  id: IdentityId,
  { records, counts, kinds, placeholders }: Tally,
  identity: Identity | undefined,
  overview: Pick<Overview, 'records'>,
): ClientHealth {
  const named = identity
    ? membersOf(identity).flatMap((ref) => overview.records.get(keyOf(ref))?.name ?? [])
    : [];
  const [all, good] = [...kinds.values()].reduce(([a, g], one) => [a + one.all, g + one.good], [0, 0]);
  const shares = [...kinds].map(([kind, one]) => [kind, one.good / one.all] as const);
  return {
    ...{ identity: id, name: named[0] ?? id, records, counts },
    matchedShare: Object.fromEntries(shares),
    share: all === 0 ? 1 : good / all,
    placeholders,
  };
}
