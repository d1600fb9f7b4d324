/**
 * One life of the program: the real session over ports that can die at any call. After a crash none of them ever
 * answers again, and what the engine was doing is left where it was.
 */
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { Failure } from '../../src/engine/failure';
import type { SystemName } from '../../src/engine/model';
import { SYSTEMS } from '../../src/engine/model';
import type { Clock, Log, System } from '../../src/engine/ports';
import { Session } from '../../src/engine/session';
import type { SyncSettings } from '../../src/engine/settings';
import type { Random } from '../../src/simulators/fleet/random';
import type { Disk, DiskFile } from '../../src/store/disk';
import { FolderStore } from '../../src/store/store';
import type { Carrier } from '../../src/systems/http/model';
import { Answered } from './answered';
import { callOf } from './calls';
import type { Coverage } from './coverage';
import type { Faults } from './faults';
import { coded, type MemoryDisk } from './memory-disk';
import type { Scheduler } from './scheduler';
import { asAnswer, type Reply, type Tenants } from './tenants';
import { Underway } from './underway';

/** What the engine does to a product, told as it happens there. */
export interface Witness {
  /** Lets the product act, and looks at what that did. */
  acting(system: SystemName, config: InternalAxiosRequestConfig, act: () => Promise<Reply>): Promise<Reply>;
  readonly listings: {
    watched(system: System): System;
    /** An answer of the system was exchanged for another. */
    mislead(system: SystemName): void;
  };
}

/** When the program dies: at which of its calls to the outside, and how. */
export interface CrashPlan {
  readonly at: number;
  /** Whether the calls are counted from the first write to a product on. */
  readonly writing: boolean;
  readonly how: 'kill' | 'power cut';
  /** Before or after the call has its effect. */
  readonly side: 'before' | 'after';
}

export interface LifeOptions {
  readonly scheduler: Scheduler;
  readonly tenants: Tenants;
  readonly disk: MemoryDisk;
  readonly folder: string;
  readonly settings: SyncSettings;
  readonly random: Random;
  readonly faults: Faults;
  readonly crash: CrashPlan | null;
  /** Calls of the disk, by their number, between which it is full. */
  readonly diskFull: readonly [number, number] | null;
  /** Whether these calls are counted from the first write to a product on. */
  readonly fullOnceWriting: boolean;
  /** What people do while this life goes on, by the number of the network call before which they do it. */
  readonly edits: ReadonlyMap<number, () => Promise<void>>;
  readonly witness: Witness;
  readonly coverage: Coverage;
  readonly tell: (line: string) => void;
  readonly logged: string[];
  /** By how many milliseconds the machine's clock is wrong just now. */
  readonly clockError: () => number;
}

/** The program ended because the plan said so. */
export class Crashed extends Error {}

export class Life {
  readonly session: Session;
  readonly clock: Clock;
  private dead = false;
  private calls = 0;
  private writing = false;
  private diskCalls = 0;
  private networkCalls = 0;
  private die: (why: Crashed) => void = () => undefined;
  /** Rejects at the crash. */
  readonly end: Promise<never>;
  private readonly systems: readonly System[];
  private readonly answered = new Answered();
  private readonly underway = new Underway();

  constructor(private readonly options: LifeOptions) {
    this.end = new Promise((_, reject) => {
      this.die = reject;
    });
    this.end.catch(() => undefined);
    const { scheduler, tenants, settings, random } = options;
    this.clock = {
      now: () => scheduler.now() + options.clockError(),
      iso: () => new Date(scheduler.now() + options.clockError()).toISOString(),
      yield: () => this.later(0),
      sleep: (ms, signal) => this.sleep(ms, signal),
    };
    const log = this.log();
    const drawn = random.fork('jitter');
    const connected = tenants.connect({
      clock: this.clock,
      log,
      random: () => drawn.next(),
      carrier: (system) => this.carrier(system),
    });
    this.systems = SYSTEMS.map((system) => options.witness.listings.watched(connected[system]));
    const disk = this.disk();
    this.session = new Session({
      systems: this.systems,
      connections: { bms: 'bms', vsa: 'vsa', itglue: 'itglue' },
      prepareFolder: async () => undefined,
      openStore: () => this.store(disk),
      takeLock: async () => async () => undefined,
      clock: this.clock,
      log,
      settings,
      by: 'simulation',
    });
  }

  store(disk: Disk = this.disk()): FolderStore {
    return new FolderStore({
      folder: this.options.folder,
      clock: this.clock,
      disk,
      onDamage: ({ path, why }) => {
        this.options.coverage.count('store', 'file set aside');
        this.options.tell(`  store: ${path} set aside: ${why}`);
      },
    });
  }

  close(): void {
    this.dead = true;
  }

  private log(): Log {
    const add = (level: string) => (message: string, details?: object) => {
      this.options.logged.push(`${level} ${message} ${details ? JSON.stringify(details) : ''}`);
    };
    return { debug: add('debug'), info: add('info'), warn: add('warn'), error: add('error') };
  }

  /** Resolves after so many milliseconds of this life. */
  private later(ms: number): Promise<void> {
    return new Promise((resolve) => this.wake(ms, resolve));
  }

  private wake(ms: number, act: () => void): void {
    this.options.scheduler.after(ms, () => {
      if (!this.dead) act();
    });
  }

  private sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = () => reject(new Failure('cancelled', 'Cancelled.'));
      if (signal?.aborted) return cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      this.wake(ms, () => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      });
    });
  }

  /** Whether this is the call at which the program dies. */
  private dies(side: 'before' | 'after', what: string): boolean {
    const { crash, coverage, tell, disk, random } = this.options;
    if (side === 'before' && (this.writing || !crash?.writing)) this.calls += 1;
    if (!crash || crash.side !== side || this.calls < crash.at || this.dead) return false;
    this.dead = true;
    const label = what.startsWith('disk')
      ? `${crash.how} in ${what}`
      : `${crash.how} in ${what} ${side} arrival`;
    coverage.count('crash', label);
    tell(`  CRASH: ${label}`);
    if (crash.how === 'power cut') disk.cutPower(random.fork('power'));
    this.die(new Crashed(label));
    return true;
  }

  private disk(): Disk {
    const { direct } = this.options.disk;
    const step = <T>(what: string, act: () => Promise<T>, full?: () => Promise<void>): Promise<T> =>
      new Promise((resolve, reject) => {
        if (this.dead) return;
        if (this.writing || !this.options.fullOnceWriting) this.diskCalls += 1;
        const number = this.diskCalls;
        this.options.scheduler.after(1, async () => {
          if (this.dead || this.dies('before', `disk ${what}`)) return;
          const [from, to] = this.options.diskFull ?? [0, 0];
          if (full && number >= from && number < to) {
            this.options.coverage.count('fault', 'disk full');
            await full();
            reject(coded('ENOSPC', what));
            return;
          }
          await act().then(
            (value) => {
              if (!this.dies('after', `disk ${what}`)) resolve(value);
            },
            (error: unknown) => reject(error),
          );
        });
      });
    const file = (inner: DiskFile): DiskFile => ({
      write: (text) =>
        step(
          'write',
          () => inner.write(text),
          () => inner.write(text.slice(0, Math.floor(text.length / 2))),
        ),
      sync: () => step('sync', () => inner.sync()),
      close: () => step('close', () => inner.close()),
    });
    const nothing = async () => undefined;
    return {
      read: (path) => step('read', () => direct.read(path)),
      names: (folder) => step('read', () => direct.names(folder)),
      makeFolder: (path) => step('make folder', () => direct.makeFolder(path)),
      open: (path, how) => step('open', async () => file(await direct.open(path, how)), nothing),
      rename: (from, to) => step('rename', () => direct.rename(from, to)),
      remove: (path) => step('remove', () => direct.remove(path)),
      syncFolder: (folder) => step('sync', () => direct.syncFolder(folder)),
    };
  }

  private carrier(system: SystemName): Carrier {
    const adapter: AxiosAdapter = (config) =>
      new Promise<AxiosResponse>((resolve, reject) => {
        if (this.dead) return;
        const ends = this.underway.begin(system);
        const gone = () => {
          ends();
          reject(new Error('aborted'));
        };
        if (config.signal?.aborted) return gone();
        config.signal?.addEventListener?.('abort', gone, { once: true });
        this.networkCalls += 1;
        const edit = this.options.edits.get(this.networkCalls);
        if (edit) {
          this.options.coverage.count('edit', 'during a run');
          this.options.scheduler.after(0, edit);
        }
        this.travel(system, config, (reply) => {
          config.signal?.removeEventListener?.('abort', gone);
          if (ends()) this.options.coverage.count('fault', 'answers out of order');
          if (reply instanceof Error) reject(reply);
          else resolve({ ...asAnswer(reply), config, request: {} });
        });
      });
    return {
      adapter,
      after: (ms, act) => {
        let off = false;
        this.wake(ms, () => {
          if (!off) act();
        });
        return () => {
          off = true;
        };
      },
    };
  }

  /** A call's way to the server and back, with what befalls it. */
  private travel(
    system: SystemName,
    config: InternalAxiosRequestConfig,
    deliver: (reply: Reply | Error) => void,
  ): void {
    const { scheduler, faults, coverage, tenants, tell, random } = this.options;
    const method = (config.method ?? 'GET').toUpperCase();
    const url = new URL(String(config.url));
    const call = callOf(system, method, url);
    const write = call.type === 'write' || call.type === 'create';
    const what = write ? 'write' : 'read';
    if (write) this.writing = true;
    const fault = faults.draw(system, write, scheduler.now());
    const line = `${method} ${system} ${url.pathname}${url.search}`;
    if (fault.name !== 'none') {
      coverage.count('fault', fault.name);
      if (call.type === 'write' && call.part) coverage.count('fault', 'partial bulk');
    }
    if (write || fault.name !== 'none') tell(`  ${line}${fault.name === 'none' ? '' : ` [${fault.name}]`}`);
    if (this.dies('before', what)) {
      // What was on the wire may still arrive.
      if (random.chance(0.3)) scheduler.after(5, () => void this.act(system, config));
      return;
    }
    const back = fault.name === 'slow' ? fault.delay : random.integer(5, 250);
    const home = (reply: Reply | Error) =>
      this.wake(back, () => {
        if (!this.dies('after', what)) deliver(reply);
      });
    const there = random.integer(1, 100);
    const cut = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    scheduler.after(there, async () => {
      switch (fault.name) {
        case 'timeout before acting':
          return;
        case 'acts after we gave up':
          // The server had it in a queue, and comes to it long after we have stopped waiting.
          scheduler.after(61_000 + random.integer(0, 30_000), async () => {
            await this.act(system, config);
          });
          return;
        case 'cut before acting':
          return home(cut());
        case '429':
        case '429 storm':
          return home(await tenants.refusal(system, 429));
        case '429 with Retry-After':
          return home(await tenants.refusal(system, 429, { 'retry-after': String(fault.retryAfter) }));
        case '500':
          return home(await tenants.refusal(system, 500));
        case '503':
          return home(await tenants.refusal(system, 503));
        case '502 page':
          return home(page(502));
        case 'token expiry':
          return home(await this.expired(system, config));
        default:
      }
      const reply = await this.act(system, config);
      switch (fault.name) {
        case 'timeout after acting':
          return;
        case 'cut after acting':
          return home(cut());
        case '500 after acting':
          return home(await tenants.refusal(system, 500));
        case 'HTML with 200':
          return home(page(200));
        case 'truncated':
          return home({ ...reply, text: reply.text.slice(0, Math.floor(reply.text.length / 2)) });
        case 'duplicated page':
          return home(this.answered.pageOf(system, url) ?? reply);
        case 'answer to another question':
          this.options.witness.listings.mislead(system);
          return home(this.answered.at(system, url) ?? reply);
        default:
      }
      if (method === 'GET' && call.type === 'other') this.answered.keep(system, url, reply);
      home(reply);
    });
  }

  private act(system: SystemName, config: InternalAxiosRequestConfig): Promise<Reply> {
    const { witness, tenants } = this.options;
    return witness.acting(system, config, () => tenants.answer(system, config));
  }

  private async expired(system: SystemName, config: InternalAxiosRequestConfig): Promise<Reply> {
    const { tenants } = this.options;
    if (system === 'vsa') tenants.vsa.endSessions();
    if (system === 'bms') return tenants.refusal('bms', 401, { 'token-expired': 'true' });
    return this.act(system, config);
  }
}

const page = (status: number): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  text: '<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>',
});
