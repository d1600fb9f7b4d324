/** What runs that were cut short had done before they could say so: their journals know. Pure. */
import { agreedTo, type Seen } from './arrived';
import { byTime, type Decision } from './decisions';
import { doubting, doubtingCreation } from './doubts';
import { fieldNames } from './fields';
import { isWitnessGone, withoutWitness } from './follow/restored';
import { identityIndex } from './identities';
import {
  type Begun,
  begunIn,
  hasEnded,
  isDone,
  isUndo,
  isUnknown,
  type Left,
  recordKey,
  writesOf,
} from './journaled';
import { withoutParted } from './memory';
import { type DecidedValues, decidedValues } from './merge/decided';
import { hintOf } from './merge/sides';
import type { FieldValue, Identity, IdentityId, RecordKey, SourceRecord } from './model';
import { keyOf, membersOf, SYSTEM_TITLES } from './model';
import { msOf } from './normalize/instant';
import type { JournalEntry, State } from './ports';
import { ending } from './returned';

/** Identities with the links to records that the run created and nobody wrote down; none for a run that ended. */
export function recoveredLinks(journal: readonly JournalEntry[], state: State): readonly Identity[] {
  if (hasEnded(journal)) return [];
  const recovered = new Map<string, Identity>();
  for (const write of writesOf(journal)) {
    const identity = recovered.get(write.identity) ?? state.identities.get(write.identity);
    if (write.action !== 'create' || !identity || identity.links[write.system]) continue;
    const rule = `created in ${SYSTEM_TITLES[write.system]} by a run that was cut short`;
    const link = { record: write.record, provenance: 'created', rule, confidence: 1, evidence: [] } as const;
    const free = withoutParted(identity, write.system);
    recovered.set(identity.id, { ...free, links: { ...free.links, [write.system]: link } });
  }
  return [...recovered.values()];
}

/**
 * The identities of this run, their shadows saying what such runs wrote: without them, what a person typed over our
 * value since would pass for a value that was there before, and give way to ours. A write of which no outcome is known
 * counts where the record no longer holds what it held before. Journals are taken one after another, the oldest first.
 * `before` is what was last saved, `fresh` what the scan has just shown.
 */
export function withRecoveredShadows(
  identities: ReadonlyMap<IdentityId, Identity>,
  left: readonly Pick<Left, 'journal'>[],
  before: Pick<State, 'identities' | 'records'>,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
  decisions: readonly Decision[] = [],
): ReadonlyMap<IdentityId, Identity> {
  if (left.length === 0) return identities;
  const recovered = new Map(identities);
  const holders = identityIndex(identities.values());
  const formerly = identityIndex(before.identities.values());
  for (const [at, { journal }] of left.entries()) {
    const decided = decidedValues(decisions.filter((said) => msOf(said.at) <= msOf(journal[0]?.at ?? '')));
    const ended = hasEnded(journal);
    const rewritten = rewrittenIn(left.slice(at + 1));
    const begun = begunIn(journal).map((write) => withRecord(write, recovered, formerly));
    const seen = {
      fresh,
      reached: reachedBy(begun, before, fresh),
      known: before.records,
      holders,
      ended,
      rewritten,
      undone: undoneIn(left.slice(at + 1)),
      takesBack: isUndo(journal),
    };
    for (const write of begun) {
      // What a run that ended knows of its writes it has written down itself; a full disk may have kept the outcome from its journal.
      if (ended && !isUnknown(write)) continue;
      const identity = recovered.get(holderOf(write, recovered, holders) ?? '');
      const hint = identity ? hintOf(identity, recovered, fresh) : {};
      const next = identity && cameOf(identity, write, { ...seen, hint });
      if (next)
        recovered.set(next.id, isDone(write) && !seen.takesBack ? withCarried(next, write, decided) : next);
    }
  }
  return recovered;
}

/** What was decided is carried out where it was written: it is no standing order there, should its value come back. */
function withCarried(identity: Identity, write: Begun, decided: DecidedValues): Identity {
  const { kind, system, values, sources } = write;
  const told = fieldNames(kind).flatMap((field) => {
    if (!(field in values) || sources[field] !== 'person') return [];
    const said = membersOf(identity).flatMap((ref) => decided.get(`${keyOf(ref)}|${field}`) ?? []);
    const newest = said.sort(byTime).at(-1);
    return newest ? [[field, newest.at] as const] : [];
  });
  if (told.length === 0) return identity;
  const own = { ...identity.carried?.[system], ...Object.fromEntries(told) };
  return { ...identity, carried: { ...identity.carried, [system]: own } };
}

/** The identity once it is known what came of the write, or that nothing is. */
function cameOf(identity: Identity, write: Begun, seen: Seen & { readonly ended: boolean }): Identity | null {
  if (write.record === null)
    return isUnknown(write) && !identity.links[write.system] ? doubtingCreation(identity, write) : null;
  const now = seen.fresh.get(recordKey(write));
  // What was acknowledged holds, also where the record is out of sight just now.
  if (now || isDone(write)) return withLife(write, agreedTo(identity, write, now, seen));
  return isUnknown(write) ? doubting(identity, write, seen) : null;
}

/** What was put back in use does without what is gone, and what ended with its client may come back with it, as if the run had lived. */
function withLife(write: Begun, agreed: Identity): Identity {
  const { action, system, values } = write;
  if (!('active' in values) || agreed.shadows[system]?.active !== values.active) return agreed;
  const next = ending(agreed, write);
  return action === 'reactivate' && isWitnessGone(next) ? withoutWitness(next) : next;
}

/** Whose the record is now; who was parted from the others since has agreed to it as one of them. */
function holderOf(
  write: Begun,
  identities: ReadonlyMap<IdentityId, Identity>,
  holders: ReadonlyMap<RecordKey, IdentityId>,
): IdentityId | undefined {
  const isParted = identities.get(write.identity)?.parted?.[write.system] === write.record;
  return write.record === null || isParted ? write.identity : holders.get(recordKey(write));
}

/** Places that later runs which ended wrote to, one that took this one back among them: those have written down what stands there. */
function rewrittenIn(later: readonly Pick<Left, 'journal'>[]): ReadonlySet<string> {
  const done = later.flatMap(({ journal }) => (hasEnded(journal) ? begunIn(journal).filter(isDone) : []));
  return new Set(
    done.flatMap((write) => Object.keys(write.values).map((field) => `${recordKey(write)}|${field}`)),
  );
}

/** By place, what later undos found that they began to take back, whatever came of it. */
function undoneIn(later: readonly Pick<Left, 'journal'>[]): Seen['undone'] {
  const undone = new Map<string, FieldValue[]>();
  for (const write of later.flatMap(({ journal }) => (isUndo(journal) ? begunIn(journal) : []))) {
    for (const field of fieldNames(write.kind)) {
      const found = field in write.values ? write.before[field] : undefined;
      if (found === undefined) continue;
      const place = `${recordKey(write)}|${field}`;
      undone.set(place, [...(undone.get(place) ?? []), found]);
    }
  }
  return undone;
}

/** Records that show a trace of what was begun there. */
function reachedBy(
  begun: readonly Begun[],
  before: Pick<State, 'records'>,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
): ReadonlySet<RecordKey> {
  const reached = begun.filter((write) => {
    // What was refused has changed nothing there, whether or not the record marks changes.
    if (!isDone(write) && !isUnknown(write)) return false;
    const [then, now] = [before.records.get(recordKey(write)), fresh.get(recordKey(write))];
    return !isUntouched(then, now) && !(isUnknown(write) && now?.revision === null);
  });
  return new Set(reached.map(recordKey));
}

/** Whether the system's own mark of change says so: what was begun there has not arrived. */
const isUntouched = (before: SourceRecord | undefined, now: SourceRecord | undefined): boolean =>
  before !== undefined && before.revision !== null && before.revision === now?.revision;

/**
 * A creation of which no outcome is known has made the record that its identity has come by since, or that a run remembered
 * of it which read an outcome that a power cut has taken from the journal later: then nothing is agreed there yet.
 */
function withRecord(
  write: Begun,
  identities: ReadonlyMap<IdentityId, Identity>,
  formerly: ReadonlyMap<RecordKey, IdentityId>,
): Begun {
  if (write.action !== 'create' || write.record !== null) return write;
  const identity = identities.get(write.identity);
  const link = identity?.links[write.system];
  if (!identity || !link) return write;
  const isUnsettled = link.provenance === 'created' && identity.shadows[write.system] === undefined;
  const isMade = isUnsettled || !formerly.has(`${write.system}:${write.kind}:${link.record}`);
  return isMade ? { ...write, record: link.record } : write;
}
