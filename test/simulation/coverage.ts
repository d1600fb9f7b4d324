/** What a batch of seeds has exercised: counts by group and name, so that a hole shows. */

export type Counts = Record<string, Record<string, number>>;

/** All that must have happened at least once for the proof to mean anything. */
export const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  fault: [
    'timeout before acting',
    'timeout after acting',
    'acts after we gave up',
    'cut before acting',
    'cut after acting',
    '429',
    '429 with Retry-After',
    '429 storm',
    '500',
    '502 page',
    '503',
    '500 after acting',
    'HTML with 200',
    'truncated',
    'duplicated page',
    'answer to another question',
    'rows come between pages',
    'rows go between pages',
    'token expiry',
    'scope shrink',
    'one client out of sight',
    'slow',
    'answers out of order',
    'partial bulk',
    'disk full',
  ],
  crash: [
    'kill in disk write',
    'kill in disk sync',
    'kill in disk rename',
    'kill in disk open',
    'kill in disk read',
    'kill in read before arrival',
    'kill in read after arrival',
    'kill in write before arrival',
    'kill in write after arrival',
    'power cut in disk write',
    'power cut in disk sync',
    'power cut in disk rename',
    'power cut in write before arrival',
    'power cut in write after arrival',
    'window closed in a run',
  ],
  row: [
    'quiet',
    'one-changed',
    'same-change',
    'different-changes',
    'cleared',
    'first-equal',
    'first-fill',
    'first-different',
    'joined',
    'owed',
    'decided',
  ],
  listing: [
    'bms organization of several pages',
    'bms contact of several pages',
    'bms asset of several pages',
    'vsa organization of several pages',
    'vsa contact of several pages',
    'vsa asset of several pages',
    'itglue organization of several pages',
    'itglue location of several pages',
    'itglue contact of several pages',
    'itglue asset of several pages',
  ],
  clock: ['set forward', 'set back'],
  edit: [
    'before runs',
    'between runs',
    'during a run',
    'cleared',
    'same on two sides',
    'new record',
    'record gone',
    'record archived',
    'agent renamed',
    'beside what is out of sight',
  ],
  person: [
    'sync',
    'sync of what changed',
    'plan then apply',
    'undo',
    'same',
    'different',
    'ignore',
    'create',
    'guard passed',
    'lets it follow by itself',
    'value',
    'authority',
    'take back',
    'set aside',
  ],
  settings: [
    'direction closed',
    'direction opened',
    'pair switched off',
    'pair switched on',
    'authority changed',
    "organization's own authority",
    'creation switched off',
    'creation switched on',
    'set back to what they were',
  ],
  turn: [
    'steps unticked',
    'steps ticked again',
    'said between plan and apply',
    'said, and applied as it was',
    'plan kept',
    'kept plan applied',
    'value typed back',
    'value typed back elsewhere',
    'value typed back between two writes',
    'put back in use',
    'put back in use after we archived it',
    'agent gone',
    'agent installed anew',
    'agent installed anew beside the former',
    'correction of what an agent reports',
    'client ended',
    'client brought back',
    'entry of a list added',
    'entry of a list taken away',
  ],
  outcome: ['done', 'unchanged', 'stale', 'refused', 'failed', 'unknown'],
};

export class Coverage {
  readonly counts: Counts = {};

  count(group: string, name: string, times = 1): void {
    const names = this.counts[group] ?? {};
    names[name] = (names[name] ?? 0) + times;
    this.counts[group] = names;
  }
}

export function added(all: readonly Counts[]): Counts {
  const sum = new Coverage();
  for (const counts of all) {
    for (const [group, names] of Object.entries(counts)) {
      for (const [name, times] of Object.entries(names)) sum.count(group, name, times);
    }
  }
  return sum.counts;
}

/** Names that were expected and never happened. */
export function holes(counts: Counts): readonly string[] {
  return Object.entries(EXPECTED).flatMap(([group, names]) =>
    names.filter((name) => !counts[group]?.[name]).map((name) => `${group}: ${name}`),
  );
}

export function table(counts: Counts): string {
  return Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, names]) => {
      const rows = Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1));
      return `${group}\n${rows.map(([name, times]) => `  ${name.padEnd(40)} ${String(times).padStart(8)}`).join('\n')}`;
    })
    .join('\n');
}
