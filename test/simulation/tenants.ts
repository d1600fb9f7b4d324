/** The three simulated products in process, on virtual time, and a pair of eyes that sees them as they truly are. */
import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import type { Kind, SourceRecord, SystemName } from '../../src/engine/model';
import { KINDS, refOf, SYSTEMS } from '../../src/engine/model';
import type { Clock, Log, System } from '../../src/engine/ports';
import { createBmsSimulator } from '../../src/simulators/bms/app';
import type { Fleet, VendorLink } from '../../src/simulators/fleet/model';
import type { Random } from '../../src/simulators/fleet/random';
import { createItGlueSimulator } from '../../src/simulators/itglue/simulator';
import { createVsaSimulator } from '../../src/simulators/vsa/app';
import { createBms } from '../../src/systems/bms/system';
import type { Carrier } from '../../src/systems/http/model';
import { createItGlue } from '../../src/systems/itglue/system';
import { createVsa } from '../../src/systems/vsa/system';
import type { Held, Ledger } from './ledger';

const URLS = {
  bms: 'http://127.0.0.1:4001',
  vsa: 'http://127.0.0.1:4002',
  itglue: 'http://127.0.0.1:4003',
} as const;

/** Rows of a page in some stories, and in all others. */
const FEW = 5;
const MANY = 100;

/** What a run meets: how much of each product is visible, and how its pages behave. */
export interface Weather {
  /** BMS accounts and VSA organizations outside our scope. */
  readonly hiddenAccounts: number[];
  readonly scope: readonly string[] | null;
  /** Rows that come (1) or go (-1) ahead of the reader between two pages. */
  readonly drift: -1 | 0 | 1;
}

export const CALM: Weather = { hiddenAccounts: [], scope: null, drift: 0 };

/** Whether the record is outside the scope of our account in this weather: its client is. */
export function isHidden({ hiddenAccounts, scope }: Weather, held: Held, { records }: Ledger): boolean {
  const own = held.kind === 'organization' ? refOf(held.key).id : (held.record?.organization ?? null);
  if (own === null) return false;
  if (held.system === 'bms') return hiddenAccounts.includes(Number(own));
  const reference = records.get(`${held.system}:organization:${own}`)?.record?.fields.shortName;
  return held.system === 'vsa' && scope !== null && !scope.includes(String(reference ?? ''));
}

export const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export class Tenants {
  readonly bms;
  readonly vsa;
  readonly itglue;
  readonly eyes: Readonly<Record<SystemName, System>>;
  /** Session tokens that were given out: secrets, all of them. */
  readonly tokens = new Set<string>();
  private sky = CALM;
  /** The most rows that a product gives in one answer. */
  readonly rowsAtOnce: number;
  private depth = 0;

  constructor(
    fleet: Fleet,
    private readonly clock: Clock,
    random: Random,
  ) {
    const others = (product: SystemName, kind: VendorLink['kind'], key: string): string | null =>
      this[product].recordId(kind, key);
    // Drifting, repeated and missing rows show only in listings of several pages, and these fleets are small.
    this.rowsAtOnce = random.chance(0.4) ? FEW : MANY;
    const bms = createBmsSimulator({
      fleet,
      clock,
      remoteId: others,
      switches: {
        callsPerHour: 1_000_000,
        retryAfter: random.chance(0.5),
        largestPageSize: this.rowsAtOnce,
      },
    });
    const vsa = createVsaSimulator({
      fleet,
      clock,
      credentials: { password: 'Sim-Vsa-Pass-0815!', token: '5a3c8d10-7b2e-4a55-9d6f-1c2b3a4d5e6f' },
      switches: {
        organizationLag: random.chance(0.3) ? 2000 : 0,
        pageCeiling: this.rowsAtOnce,
      },
    });
    this.bms = bms;
    this.vsa = vsa;
    this.itglue = createItGlueSimulator({
      fleet,
      clock,
      remoteId: others,
      switches: { requestsPerWindow: 1_000_000, maximumPageSize: this.rowsAtOnce },
    });
    this.eyes = this.connect({
      clock: { ...clock, sleep: async () => undefined, yield: async () => undefined },
      log: SILENT,
      random: () => 0.5,
      carrier: (system) => ({ adapter: this.adapterOf(system), after: () => () => undefined }),
    });
  }

  get secrets(): readonly string[] {
    return [
      this.bms.credentials.password,
      this.vsa.credentials.password,
      this.vsa.credentials.token,
      this.itglue.credentials.apiKey,
      ...this.tokens,
    ];
  }

  /** The real adapters, over whatever carries their calls. */
  connect(options: {
    readonly clock: Clock;
    readonly log: Log;
    readonly random: () => number;
    readonly carrier: (system: SystemName) => Carrier;
  }): Readonly<Record<SystemName, System>> {
    const { clock, log, random, carrier } = options;
    const { bms, vsa, itglue } = this;
    return {
      bms: createBms({
        serverUrl: URLS.bms,
        tenant: bms.credentials.tenant,
        username: bms.credentials.username,
        password: async () => bms.credentials.password,
        ...{ clock, log, random },
        carrier: carrier('bms'),
      }),
      vsa: createVsa({
        serverUrl: URLS.vsa,
        username: vsa.credentials.username,
        authentication: 'token',
        secret: async () => vsa.credentials.token,
        ...{ clock, log, random },
        carrier: carrier('vsa'),
      }),
      itglue: createItGlue({
        subdomain: itglue.credentials.subdomain,
        region: 'us',
        apiUrl: URLS.itglue,
        apiKey: async () => itglue.credentials.apiKey,
        ...{ clock, log, random },
        carrier: carrier('itglue'),
      }),
    };
  }

  /** The product's own answer to a call of ours. */
  async answer(system: SystemName, config: InternalAxiosRequestConfig): Promise<Reply> {
    const body = typeof config.data === 'string' ? { body: config.data } : {};
    const headers = new Headers();
    for (const [name, value] of Object.entries(config.headers.toJSON())) {
      if (value !== null && value !== undefined) headers.set(name, String(value));
    }
    const method = (config.method ?? 'GET').toUpperCase();
    const response = await this[system].fetch(new Request(String(config.url), { method, headers, ...body }));
    const reply = await this.replyOf(response);
    for (const found of reply.text.matchAll(
      /"(?:accessToken|refreshToken|ApiToken|Token)":\s*"?([\w.-]{12,})/g,
    )) {
      if (found[1]) this.tokens.add(found[1]);
    }
    return reply;
  }

  get givesFew(): boolean {
    return this.rowsAtOnce === FEW;
  }

  refusal(system: SystemName, status: number, headers: Record<string, string> = {}): Promise<Reply> {
    return this.replyOf(this[system].refuse(status, headers));
  }

  /** Whether nothing is outside the scope of our accounts. */
  get seesAll(): boolean {
    return this.sky.hiddenAccounts.length === 0 && this.sky.scope === null;
  }

  get weather(): Weather {
    return this.sky;
  }

  setWeather(weather: Weather): void {
    this.sky = weather;
    if (this.depth === 0) this.apply(weather);
  }

  /** Looks, or does what a person does in a portal: sees all, and keeps its place in a list. */
  async clearly<T>(act: () => Promise<T>): Promise<T> {
    this.depth += 1;
    this.apply(CALM);
    try {
      return await act();
    } finally {
      this.depth -= 1;
      if (this.depth === 0) this.apply(this.sky);
    }
  }

  /** Every record of every kind as it truly stands. */
  async everything(): Promise<readonly SourceRecord[]> {
    const all: SourceRecord[] = [];
    const signal = new AbortController().signal;
    await this.clearly(async () => {
      for (const system of SYSTEMS) {
        for (const kind of KINDS) {
          if (!this.eyes[system].abilities[kind].read) continue;
          await this.eyes[system].scan(kind, {
            signal,
            known: () => undefined,
            stirred: new Set(),
            page: (records) => all.push(...records),
            problem: () => undefined,
          });
        }
      }
    });
    return all;
  }

  look(system: SystemName, kind: Kind, id: string): Promise<SourceRecord | null> {
    const signal = new AbortController().signal;
    return this.clearly(async () => (await this.eyes[system].read(kind, [id], signal)).get(id) ?? null);
  }

  private apply({ hiddenAccounts, scope, drift }: Weather): void {
    this.bms.switches.hiddenAccounts = hiddenAccounts;
    this.bms.switches.pageOverlap = Math.max(0, drift);
    this.bms.switches.totalDrift = Math.min(0, drift);
    this.vsa.switches.scope = scope;
    this.vsa.switches.shiftingRows = drift !== 0;
    this.itglue.switches.rowsShiftedPerPage = drift;
  }

  /** Every server says what time it is by its own clock. */
  private async replyOf(response: Response): Promise<Reply> {
    const date = new Date(this.clock.now()).toUTCString();
    const { status, headers } = response;
    return { status, headers: { ...Object.fromEntries(headers), date }, text: await response.text() };
  }

  private adapterOf(system: SystemName): AxiosAdapter {
    return async (config) => ({ ...asAnswer(await this.answer(system, config)), config, request: {} });
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export const asAnswer = ({ status, headers, text }: Reply) => ({
  status,
  statusText: '',
  headers: { ...headers },
  data: text,
});
