/** The store behind the engine's port: a shard per organization, the decisions, the plan, the runs. */
import { join } from 'node:path';
import type * as z from 'zod';
import type { Decision } from '../engine/decisions';
import type { Checked } from '../engine/findings';
import type { Overwrites } from '../engine/follow/fights';
import type { Tenants } from '../engine/model';
import type { Plan } from '../engine/plan/model';
import type {
  Approval,
  Clock,
  Journal,
  JournalEntry,
  RunSummary,
  State,
  StateChange,
  Store,
} from '../engine/ports';
import type { Marks } from '../engine/reading';
import type { ClientTrends, TrendLine } from '../engine/trend-model';
import { DECISIONS_UPGRADES, decisionsText } from './decisions-file';
import { type Disk, nodeDisk } from './disk';
import { moveAside } from './former';
import { forgetRuns, listRuns, openJournal, readJournal } from './journal';
import { type Damage, JsonFile } from './json-file';
import {
  approvalShape,
  checksShape,
  clientTrendsShape,
  DECISIONS_VERSION,
  decisionsShape,
  lastRunShape,
  marksShape,
  overwritesShape,
  planShape,
  settledShape,
  shardShape,
  tenantsShape,
  trendShape,
  VERSION,
} from './shape';
import { ShardFolder } from './shard-folder';

export interface StoreOptions {
  /** The workspace's `.msp-sync` folder. */
  readonly folder: string;
  readonly clock: Clock;
  /** Told of each file that could not be understood and was moved out of the way. */
  readonly onDamage: (damage: Damage) => void;
  /** Where the folder lies; Node's file system when absent. */
  readonly disk?: Disk;
}

export class FolderStore implements Store {
  private readonly disk: Disk;
  private readonly shards: ShardFolder;
  private overwrites: Overwrites | null = null;

  constructor(private readonly options: StoreOptions) {
    this.disk = options.disk ?? nodeDisk;
    const { clock, onDamage } = options;
    this.shards = new ShardFolder({
      path: join(options.folder, 'state', 'organizations'),
      disk: this.disk,
      clock,
      fileOf: (path, empty) => new JsonFile({ path, shape: shardShape, empty, onDamage, disk: this.disk }),
    });
  }

  async load(): Promise<State> {
    this.overwrites ??= (await this.overwritesFile().read()).overwrites;
    const { identities, records } = await this.shards.held();
    return { identities, records, overwrites: this.overwrites };
  }

  async save(change: StateChange): Promise<void> {
    await this.load();
    await this.shards.save(change);
    if (!change.overwrites) return;
    this.overwrites = change.overwrites;
    const overwrites = Object.fromEntries(
      Object.entries(change.overwrites).map(([name, writes]) => [name, [...writes]]),
    );
    await this.overwritesFile().write({ version: VERSION, overwrites });
  }

  async decisions(): Promise<readonly Decision[]> {
    return (await this.decisionsFile().read()).decisions;
  }

  async saveDecisions(decisions: readonly Decision[]): Promise<void> {
    await this.decisionsFile().write({ version: DECISIONS_VERSION, decisions: [...decisions] });
  }

  async plan(): Promise<Plan | null> {
    return await this.file('plan.json', planShape.nullable(), null, 'readable').read();
  }

  async savePlan(plan: Plan): Promise<void> {
    await this.file('plan.json', planShape.nullable(), null, 'readable').write(plan);
  }

  async marks(): Promise<Marks> {
    return (await this.marksFile().read()).marks;
  }

  async saveMarks(marks: Marks): Promise<void> {
    await this.marksFile().write({ version: VERSION, marks: { ...marks } });
  }

  async approval(): Promise<Approval | null> {
    return (await this.approvalFile().read())?.approval ?? null;
  }

  async saveApproval(approval: Approval): Promise<void> {
    await this.approvalFile().write({ version: VERSION, approval });
  }

  forgetRuns(beyond: number): Promise<void> {
    return forgetRuns(this.runsFolder, beyond, this.disk);
  }

  async lastRun(): Promise<RunSummary | null> {
    const file = this.file('state/last-run.json', lastRunShape.nullable(), null);
    return (await file.read())?.summary ?? null;
  }

  async saveLastRun(summary: RunSummary): Promise<void> {
    const file = this.file('state/last-run.json', lastRunShape.nullable(), null);
    await file.write({ version: VERSION, summary });
  }

  async trend(): Promise<readonly TrendLine[]> {
    return (await this.trendFile().read()).lines;
  }

  async saveTrend(lines: readonly TrendLine[]): Promise<void> {
    await this.trendFile().write({ version: VERSION, lines: [...lines] });
  }

  async clientTrends(): Promise<ClientTrends> {
    return (await this.clientTrendsFile().read()).clients;
  }

  async saveClientTrends(trends: ClientTrends): Promise<void> {
    const clients = Object.fromEntries(Object.entries(trends).map(([id, points]) => [id, [...points]]));
    await this.clientTrendsFile().write({ version: VERSION, clients });
  }

  async checks(): Promise<readonly Checked[]> {
    return (await this.checksFile().read()).checks;
  }

  async saveChecks(checks: readonly Checked[]): Promise<void> {
    await this.checksFile().write({ version: VERSION, checks: [...checks] });
  }

  async tenants(): Promise<Tenants> {
    return (await this.tenantsFile().read()).tenants;
  }

  async saveTenants(tenants: Tenants): Promise<void> {
    await this.tenantsFile().write({ version: VERSION, tenants });
  }

  async startAfresh(): Promise<string> {
    const { folder, clock } = this.options;
    const former = await moveAside(folder, clock.iso(), this.disk);
    this.shards.forget();
    this.overwrites = null;
    return former;
  }

  openJournal(): Promise<Journal> {
    return openJournal(this.runsFolder, this.options.clock, this.disk);
  }

  runs(): Promise<readonly string[]> {
    return listRuns(this.runsFolder, this.disk);
  }

  journal(run: string): Promise<readonly JournalEntry[]> {
    return readJournal(this.runsFolder, run, this.disk);
  }

  private get runsFolder(): string {
    return join(this.options.folder, 'state', 'runs');
  }

  private checksFile() {
    return this.file('state/checks.json', checksShape, { version: VERSION, checks: [] });
  }

  private tenantsFile() {
    return this.file('state/tenants.json', tenantsShape, { version: VERSION, tenants: {} });
  }

  private trendFile() {
    return this.file('state/trend.json', trendShape, { version: VERSION, lines: [] });
  }

  private clientTrendsFile() {
    return this.file('state/clients.json', clientTrendsShape, { version: VERSION, clients: {} });
  }

  private overwritesFile() {
    return this.file('state/overwrites.json', overwritesShape, { version: VERSION, overwrites: {} });
  }

  private approvalFile() {
    return this.file('state/approval.json', approvalShape.nullable(), null);
  }

  async settledRun(): Promise<string | null> {
    return (await this.settledFile().read())?.run ?? null;
  }

  async saveSettledRun(run: string): Promise<void> {
    await this.settledFile().write({ version: VERSION, run });
  }

  private settledFile() {
    return this.file('state/settled.json', settledShape.nullable(), null);
  }

  private marksFile() {
    return this.file('state/reading.json', marksShape, { version: VERSION, marks: {} });
  }

  private decisionsFile() {
    return new JsonFile({
      ...this.common('decisions.json'),
      shape: decisionsShape,
      empty: { version: DECISIONS_VERSION, decisions: [] },
      keep: true,
      version: DECISIONS_VERSION,
      upgrades: DECISIONS_UPGRADES,
      textOf: decisionsText,
    });
  }

  private common(name: string) {
    return {
      path: join(this.options.folder, name),
      onDamage: this.options.onDamage,
      disk: this.disk,
    };
  }

  private file<T>(name: string, shape: z.ZodType<T>, empty: T, way?: 'readable'): JsonFile<T> {
    return new JsonFile<T>({
      ...this.common(name),
      shape,
      empty,
      ...(way ? { readable: true } : {}),
    });
  }
}
