/** The network between one life of the program and the products: each call may be answered late, wrongly or never. */
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { SystemName } from '../../src/engine/model';
import type { System } from '../../src/engine/ports';
import type { Random } from '../../src/simulators/fleet/random';
import type { Carrier } from '../../src/systems/http/model';
import { Answered } from './answered';
import { callOf } from './calls';
import type { Coverage } from './coverage';
import type { Fault, Faults } from './faults';
import type { Lifetime } from './lifetime';
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

export interface WireOptions {
  readonly scheduler: Scheduler;
  readonly tenants: Tenants;
  readonly random: Random;
  readonly faults: Faults;
  /** What people do while this life goes on, by the number of the network call before which they do it. */
  readonly edits: ReadonlyMap<number, () => Promise<void>>;
  readonly witness: Witness;
  readonly coverage: Coverage;
  readonly tell: (line: string) => void;
}

/** One call, and what will go wrong with it. */
interface Errand {
  readonly system: SystemName;
  readonly config: InternalAxiosRequestConfig;
  readonly url: URL;
  readonly write: boolean;
  readonly lists: boolean;
  readonly fault: Fault;
}

export class Wire {
  private calls = 0;
  private readonly answered = new Answered();
  private readonly underway = new Underway();

  constructor(
    private readonly lifetime: Lifetime,
    private readonly options: WireOptions,
  ) {}

  carrier(system: SystemName): Carrier {
    const adapter: AxiosAdapter = (config) =>
      new Promise<AxiosResponse>((resolve, reject) => {
        if (this.lifetime.dead) return;
        const ends = this.underway.begin(system);
        const gone = () => {
          ends();
          reject(new Error('aborted'));
        };
        if (config.signal?.aborted) return gone();
        config.signal?.addEventListener?.('abort', gone, { once: true });
        this.calls += 1;
        const edit = this.options.edits.get(this.calls);
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
        this.lifetime.wake(ms, () => {
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
    const { lifetime } = this;
    const { scheduler, random } = this.options;
    const errand = this.errand(system, config);
    const what = errand.write ? 'write' : 'read';
    if (lifetime.dies('before', what)) {
      // What was on the wire may still arrive.
      if (random.chance(0.3)) scheduler.after(5, () => void this.act(errand));
      return;
    }
    const back = errand.fault.name === 'slow' ? errand.fault.delay : random.integer(5, 250);
    scheduler.after(random.integer(1, 100), async () => {
      const instead = this.instead(errand);
      const given = await (instead === undefined ? this.underWay(errand, await this.act(errand)) : instead);
      if (given === null) return;
      lifetime.wake(back, () => {
        if (!lifetime.dies('after', what)) deliver(given);
      });
    });
  }

  /** What the call is about, and what will go wrong with it. */
  private errand(system: SystemName, config: InternalAxiosRequestConfig): Errand {
    const { scheduler, faults, coverage, tell } = this.options;
    const method = (config.method ?? 'GET').toUpperCase();
    const url = new URL(String(config.url));
    const call = callOf(system, method, url);
    const write = call.type === 'write' || call.type === 'create';
    if (write) this.lifetime.wrote();
    const fault = faults.draw(system, write, scheduler.now());
    if (fault.name !== 'none') {
      coverage.count('fault', fault.name);
      if (call.type === 'write' && call.part) coverage.count('fault', 'partial bulk');
    }
    const told = fault.name === 'none' ? '' : ` [${fault.name}]`;
    if (write || told !== '') tell(`  ${method} ${system} ${url.pathname}${url.search}${told}`);
    return { system, config, url, write, lists: method === 'GET' && call.type === 'other', fault };
  }

  /** What comes in place of what the product would do: nothing at all is null; undefined where it does act. */
  private instead(errand: Errand): Promise<Reply> | Reply | Error | null | undefined {
    const { scheduler, tenants, random } = this.options;
    const { system, fault } = errand;
    switch (fault.name) {
      case 'timeout before acting':
        return null;
      case 'acts after we gave up':
        // The server had it in a queue, and comes to it long after we have stopped waiting.
        scheduler.after(61_000 + random.integer(0, 30_000), async () => {
          await this.act(errand);
        });
        return null;
      case 'cut before acting':
        return cut();
      case '429':
      case '429 storm':
        return tenants.refusal(system, 429);
      case '429 with Retry-After':
        return tenants.refusal(system, 429, { 'retry-after': String(fault.retryAfter) });
      case '500':
        return tenants.refusal(system, 500);
      case '503':
        return tenants.refusal(system, 503);
      case '502 page':
        return page(502);
      case 'token expiry':
        return this.expired(errand);
      default:
        return undefined;
    }
  }

  /** What becomes of the product's answer; null where it never arrives. */
  private underWay(
    { system, url, lists, fault }: Errand,
    reply: Reply,
  ): Promise<Reply> | Reply | Error | null {
    switch (fault.name) {
      case 'timeout after acting':
        return null;
      case 'cut after acting':
        return cut();
      case '500 after acting':
        return this.options.tenants.refusal(system, 500);
      case 'HTML with 200':
        return page(200);
      case 'truncated':
        return { ...reply, text: reply.text.slice(0, Math.floor(reply.text.length / 2)) };
      case 'duplicated page':
        return this.answered.pageOf(system, url) ?? reply;
      case 'answer to another question':
        this.options.witness.listings.mislead(system);
        return this.answered.at(system, url) ?? reply;
      default:
        if (lists) this.answered.keep(system, url, reply);
        return reply;
    }
  }

  private act({ system, config }: Errand): Promise<Reply> {
    const { witness, tenants } = this.options;
    return witness.acting(system, config, () => tenants.answer(system, config));
  }

  private async expired(errand: Errand): Promise<Reply> {
    const { tenants } = this.options;
    if (errand.system === 'vsa') tenants.vsa.endSessions();
    if (errand.system === 'bms') return tenants.refusal('bms', 401, { 'token-expired': 'true' });
    return this.act(errand);
  }
}

const cut = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

const page = (status: number): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  text: '<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>',
});
