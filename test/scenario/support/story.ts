/** A story's stage: three simulated tenants over HTTP, a workspace folder, and the programs' own session on it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openSession } from '../../../src/compose';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import type { SystemName } from '../../../src/engine/model';
import { countOutcomes } from '../../../src/engine/outcomes';
import type { Clock, Log, Progress } from '../../../src/engine/ports';
import type { RunReport, SyncChoice } from '../../../src/engine/run';
import type { Followed, FollowOptions, Session } from '../../../src/engine/session';
import { parseSettings } from '../../../src/settings/read';
import type { Product, VendorLink } from '../../../src/simulators/fleet/model';
import { type RunningProducts, startProducts } from '../../../src/simulators/products';
import type { SimulatorLine, StartOptions } from '../../../src/simulators/start';
import { type Portals, portalsOf } from './portals';

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const NO_PROGRESS: Progress = { report: () => undefined };

/** Which of the two products the stories' VSA connection leads to. */
export type VsaVersion = 9 | 10;

function vsaOf({ vsa, vsa10 }: SimulatorLine, version: VsaVersion) {
  if (version === 9)
    return { secret: vsa.token, settings: { 'vsa.serverUrl': vsa.url, 'vsa.username': vsa.username } };
  if (!vsa10) throw new Error('VSA 10 is not served.');
  return {
    secret: vsa10.tokenSecret,
    settings: {
      'vsa.serverUrl': vsa10.url,
      'vsa.username': vsa10.tokenId,
      'vsa.authentication': 'vsa10',
    },
  };
}

export interface SyncAsked extends SyncChoice {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export class Story {
  readonly notices: string[] = [];

  private constructor(
    readonly folder: string,
    readonly tenants: RunningProducts,
    readonly portals: Portals,
    private readonly settings: Readonly<Record<string, unknown>>,
    private readonly clock: Clock | undefined,
    private readonly version: VsaVersion,
  ) {}

  static async begin(
    options: StartOptions,
    settings: Readonly<Record<string, unknown>> = {},
    /** Of the programs and the servers alike; the machine's own when absent. */
    clock?: Clock,
    version: VsaVersion = 9,
  ): Promise<Story> {
    const folder = await mkdtemp(join(tmpdir(), 'msp-sync-story-'));
    const tenants = await startProducts(clock ? { ...options, clock } : options);
    return new Story(folder, tenants, portalsOf(tenants.line), settings, clock, version);
  }

  async end(): Promise<void> {
    await this.tenants.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A program that was started just now. */
  open(): Session {
    const { bms, itglue } = this.tenants.line;
    const vsa = vsaOf(this.tenants.line, this.version);
    const secrets: Readonly<Record<SystemName, string>> = {
      bms: bms.password,
      vsa: vsa.secret,
      itglue: itglue.apiKey,
    };
    return openSession({
      folder: this.folder,
      program: 'msp-sync',
      settings: parseSettings({
        'bms.serverUrl': bms.url,
        'bms.tenant': bms.tenant,
        'bms.username': bms.username,
        ...vsa.settings,
        'itglue.subdomain': itglue.subdomain,
        'itglue.apiUrl': itglue.url,
        ...this.settings,
      }),
      secret: async (system) => secrets[system],
      log: SILENT,
      notice: (message) => this.notices.push(message),
      ...(this.clock ? { clock: this.clock } : {}),
    });
  }

  /** The same workspace with other settings. */
  with(settings: Readonly<Record<string, unknown>>): Story {
    const { folder, tenants, portals, clock, version } = this;
    return new Story(folder, tenants, portals, { ...this.settings, ...settings }, clock, version);
  }

  /** What is known of the records is gone, as when somebody clears a disk. */
  async loseShards(): Promise<void> {
    await rm(join(this.folder, '.msp-sync', 'state', 'organizations'), { recursive: true });
  }

  /** As in a workspace in which no person has let a plan be carried out yet. */
  async forgetApproval(): Promise<void> {
    await rm(join(this.folder, '.msp-sync', 'state', 'approval.json'));
  }

  /** Turns switches of the servers: `{ bms: { hiddenAccounts: [7] } }`. */
  async turn(switches: Readonly<Record<string, object>>): Promise<void> {
    const answer = await fetch(`${this.tenants.line.control}/switches`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(switches),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** One run by itself: of the program given, which goes on, or of one of its own. */
  async follow(asked: Partial<FollowOptions> = {}, program?: Session): Promise<Followed> {
    this.tenants.desk.startCountAnew();
    const session = program ?? this.open();
    try {
      return await session.follow({
        progress: NO_PROGRESS,
        signal: new AbortController().signal,
        unasked: SAFE_UNASKED,
        ...asked,
      });
    } finally {
      if (!program) session.dispose();
    }
  }

  /** One run of a program of its own, as from a terminal: nothing survives it but the folder. */
  async sync(asked: SyncAsked = {}): Promise<RunReport> {
    this.tenants.desk.startCountAnew();
    const session = this.open();
    try {
      return await session.sync({
        progress: NO_PROGRESS,
        signal: new AbortController().signal,
        ...asked,
      });
    } finally {
      session.dispose();
    }
  }

  /** The id a product gave to its view of a thing: `id('bms', 'machine', 'laptop')` for the key `bms-laptop`. */
  id(product: Product, kind: VendorLink['kind'], truth: string): string {
    const id = this.tenants.recordId(product, kind, `${product}-${truth}`);
    if (id === null) throw new Error(`${product} has no ${kind} ${truth}.`);
    return id;
  }

  /** One more sync, which finds nothing to do. */
  async quiet(): Promise<RunReport> {
    const report = await this.sync();
    expect(gist(report).steps).toEqual([]);
    expect(this.writes()).toEqual([]);
    return report;
  }

  /** What the servers were asked since the last sync began, reading and signing in left out. */
  writes(): readonly string[] {
    return Object.entries(this.tenants.desk.counts()).flatMap(([product, routes]) =>
      Object.entries(routes)
        .filter(([route]) => !route.startsWith('GET ') && !route.includes('/security/'))
        .map(([route, count]) => `${product} ${route} x${count}`),
    );
  }
}

/** What a run did and left, in a form that a failed test prints readably. */
export function gist({ prepared, outcomes }: RunReport) {
  const steps = new Map(prepared.plan.steps.map((step) => [step.id, step]));
  return {
    outcomes: countOutcomes(outcomes),
    conflicts: prepared.plan.conflicts.map(({ name, field }) => `${name}: ${field}`),
    steps: outcomes.map(({ step, type, message }) => {
      const fields = steps
        .get(step)
        ?.changes.map(({ field }) => field)
        .join(',');
      return `${type} ${step} [${fields}]${message ? `: ${message}` : ''}`;
    }),
  };
}
