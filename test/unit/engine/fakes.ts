/** Records, identities, systems and the other ports in memory: as much of each as a test needs. */
import type { Finding } from '../../../src/engine/findings';
import type {
  Fields,
  Identity,
  Kind,
  Link,
  PerSystem,
  RecordId,
  SourceRecord,
  SystemName,
  Tenant,
} from '../../../src/engine/model';
import type { Clock, Journal, KindAbility, Look, Progress, System } from '../../../src/engine/ports';

export function record(
  system: SystemName,
  kind: Kind,
  id: string,
  fields: Fields = {},
  more: Partial<SourceRecord> = {},
): SourceRecord {
  return {
    system,
    kind,
    id,
    name: typeof fields.name === 'string' ? fields.name : `${kind} ${id}`,
    organization: kind === 'organization' ? null : '1',
    fields,
    links: [],
    revision: null,
    url: null,
    ...more,
  };
}

export const link = (id: string): Link => ({
  record: id,
  provenance: 'rule',
  rule: 'test',
  confidence: 1,
  evidence: [],
});

/** `links` by system: `{ bms: '1', vsa: '2' }`. */
export function identity(
  id: string,
  kind: Kind,
  links: PerSystem<string>,
  more: Partial<Identity> = {},
): Identity {
  const held = Object.fromEntries(Object.entries(links).map(([system, record]) => [system, link(record)]));
  return { id, kind, organization: null, links: held, aliases: [], shadows: {}, ...more };
}

const EVERYTHING: KindAbility = {
  read: true,
  create: true,
  archive: true,
  fields: {
    organization: { write: 'always' },
    location: { write: 'always' },
    parent: { write: 'always' },
    name: { write: 'always', required: true },
    title: { write: 'always' },
    firstName: { write: 'always' },
    lastName: { write: 'always' },
    emails: { write: 'always' },
    phones: { write: 'always' },
    notes: { write: 'always' },
    serialNumber: { write: 'always' },
    model: { write: 'always' },
    active: { write: 'always' },
  },
};

export const ABLE: Readonly<Record<Kind, KindAbility>> = {
  organization: EVERYTHING,
  location: EVERYTHING,
  contact: EVERYTHING,
  asset: EVERYTHING,
};

/** What the fake was asked to do, in order. */
export type Call = readonly [method: string, id: string, fields?: Fields];

/** A system that holds its records in a map and does as it is told. */
export class FakeSystem implements System {
  abilities = ABLE;
  readonly calls: Call[] = [];
  /** What the callers of direct reads said they know and need. */
  readonly looks: Look[] = [];
  readonly records = new Map<RecordId, SourceRecord>();
  /** Runs before each call; may throw to make it fail, or change the records behind the engine's back. */
  before: (method: string, id: string) => void | Promise<void> = () => undefined;
  /** Runs after a write, before its answer: throwing here loses the answer. */
  after: (method: string) => void | Promise<void> = () => undefined;
  outOfSight?: NonNullable<System['outOfSight']>;
  atLeast?: (writes: ReadonlyMap<Kind, number>) => number;
  private next = 100;

  constructor(
    readonly name: SystemName,
    records: readonly SourceRecord[] = [],
  ) {
    for (const held of records) this.records.set(held.id, held);
  }

  async check(): Promise<readonly Finding[]> {
    return [];
  }

  async briefCheck(): Promise<readonly Finding[]> {
    return [];
  }

  async tenant(): Promise<Tenant> {
    return { address: `https://${this.name}.example`, named: this.name, told: null };
  }

  async scan(kind: Kind, context: Parameters<System['scan']>[1]) {
    await this.before('scan', kind);
    context.signal.throwIfAborted();
    const all = [...this.records.values()].filter((held) => held.kind === kind);
    context.page(all, { done: all.length, total: all.length });
    const { name: system } = this;
    return { system, kind, announced: all.length, received: all.length, proof: 'all', hidden: null };
  }

  async read(_kind: Kind, ids: readonly RecordId[], _signal?: AbortSignal, look?: Look) {
    if (look) this.looks.push(look);
    await this.before('read', ids.join());
    this.calls.push(['read', ids.join()]);
    return new Map(ids.map((id) => [id, this.records.get(id) ?? null]));
  }

  objection(): string | null {
    return null;
  }

  async create(kind: Kind, values: Fields): Promise<SourceRecord> {
    await this.before('create', '');
    this.next += 1;
    const made = record(this.name, kind, String(this.next), values);
    this.calls.push(['create', made.id, values]);
    this.records.set(made.id, made);
    await this.after('create');
    return made;
  }

  async update(before: SourceRecord, changes: Fields): Promise<SourceRecord> {
    await this.before('update', before.id);
    this.calls.push(['update', before.id, changes]);
    const after = { ...before, fields: { ...before.fields, ...changes } };
    this.records.set(before.id, after);
    await this.after('update');
    return after;
  }

  async findCreated(kind: Kind, values: Fields): Promise<readonly SourceRecord[]> {
    this.calls.push(['findCreated', '']);
    return [...this.records.values()].filter(
      (held) => held.kind === kind && held.fields.name === values.name,
    );
  }

  dispose(): void {
    this.records.clear();
  }
}

export interface FakeJournal extends Journal {
  readonly entries: { readonly type: string; readonly [detail: string]: unknown }[];
}

export function fakeJournal(): FakeJournal {
  const entries: FakeJournal['entries'] = [];
  return {
    run: 'test',
    entries,
    note: (entry) => void entries.push(entry),
    intent: async (entry) => void entries.push(entry),
    close: async () => undefined,
    discard: async () => undefined,
  };
}

export const NO_PROGRESS: Progress = { report: () => undefined };

export const CLOCK: Clock = {
  now: () => 0,
  iso: () => '2026-06-01T00:00:00.000Z',
  yield: async () => undefined,
  sleep: async () => undefined,
};
