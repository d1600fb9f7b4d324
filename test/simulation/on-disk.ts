/** What the engine has made safe on the disk: the intents and plans that announce its writes, and what it knows. */
import type * as z from 'zod';
import type { FieldName } from '../../src/engine/fields';
import type { FieldValue, Identity, Kind, RecordKey, SystemName } from '../../src/engine/model';
import { keyOf } from '../../src/engine/model';
import type { Plan, Step } from '../../src/engine/plan/model';
import { journalEntryShape, planShape, shardShape } from '../../src/store/shape';
import type { MemoryDisk } from './memory-disk';

export interface Intent {
  readonly step: string;
  readonly action: string;
  readonly system: SystemName;
  readonly kind: Kind;
  readonly identity: string;
  readonly record: string | null;
  readonly before: Readonly<Record<string, FieldValue>>;
  readonly values: Readonly<Record<string, FieldValue>>;
  made: boolean;
  /** The record that a creation has made. */
  madeRecord?: string;
}

type Shard = z.output<typeof shardShape>;

interface Known {
  readonly identities: ReadonlyMap<string, Identity>;
  /** Records as last seen. */
  readonly records: ReadonlyMap<RecordKey, Shard['records'][number]>;
}

export class OnDisk {
  readonly intents = new Map<string, Intent>();
  /** Steps that a plan announces, on the disk or handed to `apply`. */
  steps: ReadonlyMap<string, Step> = new Map();
  /** Told of every plan that is kept. */
  onPlan: (plan: Plan) => void = () => undefined;
  private readonly journaled = new Map<string, number>();
  /** For each field of a record the writes, of whatever run, of which no journal says what became of them. */
  private readonly unheard = new Map<string, Set<string>>();
  private read: Known | null = null;
  private readonly shards = new Map<string, { readonly text: string; readonly shard: Shard | null }>();

  constructor(
    private readonly disk: MemoryDisk,
    private readonly folder: string,
  ) {
    disk.onSynced = (path, text) => this.synced(path, text);
  }

  /** A new run begins; `plan` where one is handed to it. */
  begin(plan: Plan | null): void {
    this.intents.clear();
    this.read = null;
    this.steps = new Map(plan?.steps.map((step) => [step.id, step]));
  }

  private synced(path: string, text: string): void {
    if (path.endsWith('.jsonl')) this.readIntents(path, text);
    if (!/plan\.json(?:\.\d+\.tmp)?$/.test(path)) return;
    const plan = planShape.safeParse(parsed(text));
    // What is left of a plan replaces it; a write that is still under way belongs to the whole one.
    const steps = plan.success ? plan.data.steps : [];
    if (plan.success) this.onPlan(plan.data);
    this.steps = new Map([...this.steps, ...steps.map((step) => [step.id, step] as const)]);
  }

  private readIntents(path: string, text: string): void {
    const lines = text.split('\n');
    const from = this.journaled.get(path) ?? 0;
    this.journaled.set(path, lines.length - 1);
    for (const line of lines.slice(from)) {
      if (line === '') continue;
      const entry = journalEntryShape.safeParse(parsed(line));
      if (!entry.success) continue;
      const run = path.replace(/(?:\+\d+)?\.jsonl$/, '');
      const write = `${run} ${entry.data.step}`;
      const read: unknown = entry.data;
      if (entry.data.type === 'intent' && isIntent(read)) {
        this.intents.set(read.step, { ...read, made: false });
        this.await(write, read);
      } else if (entry.data.type === 'outcome' && entry.data.outcome !== 'unknown') {
        this.forgetUnheard((one) => one === write);
      } else if (entry.data.type === 'ended') {
        // It has taken up what earlier ones left.
        this.forgetUnheard((one) => !one.startsWith(`${run} `));
      }
    }
  }

  private forgetUnheard(which: (write: string) => boolean): void {
    for (const writes of this.unheard.values())
      for (const write of [...writes].filter(which)) writes.delete(write);
  }

  private await(write: string, { system, kind, record, values }: Omit<Intent, 'made'>): void {
    for (const field of Object.keys(values)) {
      const key = `${system}:${kind}:${record} ${field}`;
      this.unheard.set(key, (this.unheard.get(key) ?? new Set()).add(write));
    }
  }

  /** How many writes of the field were begun of which nobody knows what became, the one under way among them. */
  unheardOf(key: RecordKey, field: FieldName): number {
    return this.unheard.get(`${key} ${field}`)?.size ?? 0;
  }

  get identities(): Known['identities'] {
    return this.known().identities;
  }

  /** The identity, looked for anew where what was read of the disk lacks it. */
  identity(id: string): Identity | undefined {
    if (!this.identities.has(id)) this.forget();
    return this.identities.get(id);
  }

  get records(): Known['records'] {
    return this.known().records;
  }

  /** Reads anew at the next look. */
  forget(): void {
    this.read = null;
  }

  /** Files that are neither whole nor gone, under their names or set aside: no crash and no power cut makes one. */
  torn(): readonly string[] {
    return this.disk
      .paths()
      .filter((path) => path.includes('.damaged') || (path.endsWith('.json') && !this.isWhole(path)));
  }

  private isWhole(path: string): boolean {
    return parsed(this.disk.text(path) ?? '') !== null;
  }

  private known(): Known {
    this.read ??= this.readShards();
    return this.read;
  }

  private readShards(): Known {
    const identities = new Map<string, Identity>();
    const records = new Map<RecordKey, Shard['records'][number]>();
    for (const path of this.disk.paths()) {
      if (!path.startsWith(`${this.folder}/state/organizations/`) || !path.endsWith('.json')) continue;
      const shard = this.shard(path);
      for (const identity of shard?.identities ?? []) identities.set(identity.id, identity);
      for (const record of shard?.records ?? []) records.set(keyOf(record), record);
    }
    return { identities, records };
  }

  /** Most are as they were at the last look. */
  private shard(path: string): Shard | null {
    const text = this.disk.text(path) ?? 'null';
    const known = this.shards.get(path);
    if (known?.text === text) return known.shard;
    const shard = shardShape.safeParse(parsed(text)).data ?? null;
    this.shards.set(path, { text, shard });
    return shard;
  }
}

/** Null for what a power cut has torn. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isIntent(entry: unknown): entry is Omit<Intent, 'made'> {
  return (
    typeof entry === 'object' && entry !== null && 'step' in entry && 'values' in entry && 'before' in entry
  );
}
