/** Connections that do not work, as a person meets them on the command line: what is wrong, what to do, nothing lost. */

import { rm } from 'node:fs/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import type { FaultOrder } from '../../src/simulators/control/faults';
import { startProducts } from '../../src/simulators/products';
import type { RunningSimulators } from '../../src/simulators/start';
import {
  type Ended,
  type Environment,
  expectClear,
  newFolder,
  run,
  type Settings,
  secretsOf,
  settingsOf,
  writeSettings,
} from './support/program';

/** Tenants of their own with an empty workspace, so that cases can wait side by side. */
class Stage {
  private constructor(
    readonly folder: string,
    readonly tenants: RunningSimulators,
  ) {}

  static async set(context: TestContext): Promise<Stage> {
    const tenants = await startProducts({ seed: 1, organizations: 2, assetsPerOrganization: 2 });
    const folder = await newFolder();
    context.onTestFinished(async () => {
      await tenants.stop();
      await rm(folder, { recursive: true, force: true });
    });
    return new Stage(folder, tenants);
  }

  get secrets(): Environment {
    return secretsOf(this.tenants.line);
  }

  /** Runs with the workspace's settings, some of them replaced. */
  async program(args: readonly string[], settings: Settings = {}, secrets: Environment = {}): Promise<Ended> {
    await writeSettings(this.folder, { ...settingsOf(this.tenants.line), ...settings });
    return run(this.folder, args, { ...this.secrets, ...secrets });
  }

  writes(): readonly string[] {
    return Object.values(this.tenants.desk.counts())
      .flatMap((routes) => Object.keys(routes))
      .filter((route) => !route.startsWith('GET ') && !route.includes('/security/'));
  }
}

interface Case {
  readonly what: string;
  readonly settings?: Settings;
  readonly secrets?: Environment;
  readonly says: readonly RegExp[];
  readonly code?: number;
}

const WRONG: readonly Case[] = [
  {
    what: 'a wrong BMS password',
    secrets: { MSP_SYNC_BMS_PASSWORD: 'Sim-Wrong-0815' },
    says: [
      /MSP-201 Kaseya BMS at 127\.0\.0\.1.* did not let "mspsync" of company "Northwind Managed IT" in/,
      /check the user name and password/,
    ],
  },
  {
    what: 'a wrong BMS company',
    settings: { 'mspSync.bms.tenant': 'Southwind' },
    says: [/MSP-201 .*company "Southwind"/, /the company exactly as printed under My Settings/],
  },
  {
    what: 'a wrong VSA token',
    secrets: { MSP_SYNC_VSA_TOKEN: '00000000-1111-2222-3333-444444444444' },
    says: [
      /MSP-201 VSA did not accept the access token of api\.sync/,
      /Create a new token at System > User Security/,
    ],
  },
  {
    what: 'a wrong IT Glue key, or the key of another region',
    secrets: { MSP_SYNC_ITGLUE_KEY: 'ITG.ffffffffffffffffffffffffffffffff.nope' },
    says: [/MSP-20[13] IT Glue/, /key.*region|region.*key/i],
  },
  {
    what: 'a host that does not resolve',
    settings: { 'mspSync.bms.serverUrl': 'https://bms.invalid' },
    says: [
      /MSP-101 (No name server knows|The name server did not answer when asked for) (api\.)?bms\.invalid/,
      /Correct the address|name server \(DNS\)/,
    ],
  },
  {
    what: 'a host that refuses the connection',
    settings: { 'mspSync.vsa.serverUrl': 'http://127.0.0.1:9' },
    says: [
      /MSP-101 Kaseya VSA at 127\.0\.0\.1:9 cannot be reached: the connection was refused/,
      /firewall or proxy/,
    ],
  },
];

describe.concurrent.each(WRONG)('$what', ({ settings = {}, secrets = {}, says }) => {
  it('is told by sync with its remedy, and writes nothing', async (context) => {
    const stage = await Stage.set(context);
    const hidden = { ...stage.secrets, ...secrets };
    expectClear(await stage.program(['sync'], settings, secrets), { code: 1, says, secrets: hidden });
    expect(stage.writes()).toEqual([]);
  });

  it('is told by check beside what is well', async (context) => {
    const stage = await Stage.set(context);
    const plain = says.map((words) => new RegExp(words.source.replace(/^MSP-\S+ /, ''), words.flags));
    const result = await stage.program(['check'], settings, secrets);
    const hidden = { ...stage.secrets, ...secrets };
    expectClear(result, { code: 1, says: [...plain, /✓/], on: 'out', secrets: hidden });
  });
});

interface FaultCase {
  readonly what: string;
  readonly fault: FaultOrder;
  readonly says: readonly RegExp[];
}

const ACCOUNTS = 'GET /v2/crm/accounts';
const LASTING = 1000;

const BROKEN: readonly FaultCase[] = [
  {
    what: 'a web page where JSON was due',
    fault: { system: 'itglue', status: 'html', times: LASTING },
    says: [
      /MSP-104 IT Glue answered .*\(HTTP 200, content type text\/html/,
      /Check that 127\.0\.0\.1.* is the API's address/,
    ],
  },
  {
    what: 'a page cut in half',
    fault: { system: 'bms', status: 'truncate', match: ACCOUNTS, times: LASTING },
    says: [/MSP-104 Kaseya BMS answered GET \/v2\/crm\/accounts/, /Check that/],
  },
  {
    what: 'a server error',
    fault: { system: 'vsa', status: 500, match: 'GET /api/v1.0/system/orgs', times: LASTING },
    says: [
      /MSP-105 Kaseya VSA failed at GET .*\/orgs.* \(HTTP 500\)/,
      /Try again later; the fault is on the server/,
    ],
  },
  {
    what: 'a missing right',
    fault: { system: 'bms', status: 403, match: ACCOUNTS, times: LASTING },
    says: [/MSP-206 This user may not read accounts/, /View and Modify on CRM > Accounts/],
  },
  {
    what: 'a wait that is longer than anyone would sit through',
    fault: { system: 'itglue', status: 429, match: 'GET /organizations', times: LASTING, retryAfter: 3600 },
    says: [/MSP-106 IT Glue allows no more calls for now/, /Wait 60 minutes/],
  },
];

describe.concurrent.each(BROKEN)('$what', ({ fault, says }) => {
  it('ends the sync with what happened and what to do, and writes nothing', async (context) => {
    const stage = await Stage.set(context);
    stage.tenants.desk.order(fault);
    expectClear(await stage.program(['sync']), { code: 1, says, secrets: stage.secrets });
    expect(stage.writes()).toEqual([]);
  });
});

const PASSING: readonly { readonly what: string; readonly fault: FaultOrder }[] = [
  { what: 'a 429 that says how long to wait', fault: { status: 429, times: 3, retryAfter: 1 } },
  {
    what: 'a 429 that does not',
    fault: { system: 'itglue', status: 429, times: 1, match: 'GET /organizations' },
  },
  { what: 'a gateway error', fault: { system: 'vsa', status: 503, match: 'GET /api/v1.0/system', times: 2 } },
  { what: 'a cut connection', fault: { system: 'bms', status: 0, match: ACCOUNTS, times: 2 } },
  { what: 'a web page for a moment', fault: { system: 'itglue', status: 'html', times: 1 } },
];

describe.concurrent.each(PASSING)('$what', ({ fault }) => {
  it('is waited out: the same sync goes on and ends well', async (context) => {
    const stage = await Stage.set(context);
    stage.tenants.desk.order(fault);
    const result = await stage.program(['sync', '--json']);
    expect(result.err).not.toMatch(/MSP-|Warning/);
    expect([0, 4]).toContain(result.code);
    expect(JSON.parse(result.out)).toMatchObject({ failed: [] });
    expect(stage.tenants.desk.faults()).toEqual([]);
  });
});
