/** `msp-sync check` as a person or a script runs it: everything it looked at, what is wrong, why, and what to do. */
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { generateFleet } from '../../src/simulators/fleet/generate';
import { startProducts } from '../../src/simulators/products';
import type { RunningSimulators } from '../../src/simulators/start';
import { CHECKS } from '../../src/systems/checks';
import { type Issued, issue } from '../support/certificates';
import { fakeClock } from '../unit/systems/support/clock';
import { acmeFleet } from './support/acme';
import { expectClear, newFolder, run, secretsOf, settingsOf, start, writeSettings } from './support/program';
import { Story } from './support/story';

const DAY = 86_400_000;

const answer = z.object({
  findings: z.array(
    z.object({
      system: z.enum(['bms', 'vsa', 'itglue']),
      check: z.enum(CHECKS),
      level: z.enum(['ok', 'warning', 'problem']),
      message: z.string(),
      why: z.string().optional(),
      remedy: z.string().optional(),
      link: z.string().optional(),
    }),
  ),
});
const findingsOf = (out: string) => answer.parse(JSON.parse(out)).findings;

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a check of tenants over https', () => {
  let tenants: RunningSimulators;
  let root: Issued;
  let middle: Issued;

  beforeAll(async () => {
    root = await issue({ name: 'Company Root', authority: true });
    middle = await issue({ name: 'Company Servers', authority: true, issuer: root });
    const own = await issue({ name: 'vsa', hosts: ['127.0.0.1'], issuer: middle });
    const alone = await issue({ name: 'bms', hosts: ['bms.example.com'] });
    tenants = await startProducts({
      fleet: generateFleet({ seed: 1, now: new Date(), organizations: 2, assetsPerOrganization: 2 }),
      tls: {
        vsa: { key: own.key, cert: `${own.cert}\n${middle.cert}` },
        bms: { key: alone.key, cert: alone.cert },
      },
    });
  });
  afterAll(() => tenants.stop());

  const check = (...more: readonly string[]) => run(folder, ['check', ...more], secretsOf(tenants.line));

  it('tells each fault of a certificate, and takes a pinned authority from a file', async () => {
    await writeFile(join(folder, 'company.pem'), root.cert);
    await writeSettings(folder, {
      ...settingsOf(tenants.line),
      'mspSync.vsa.certificateAuthority': 'company.pem',
    });
    const ended = await check('--json');
    expect(ended.code).toBe(1);
    const found = findingsOf(ended.out);
    expect(found.filter(({ system, level }) => system === 'vsa' && level !== 'ok')).toEqual([]);
    expect(found.find(({ check }) => check === 'certificate-chain')).toBeDefined();
    expect(found.filter(({ system, level }) => system === 'bms' && level !== 'ok')).toMatchObject([
      { check: 'certificate-chain', message: expect.stringContaining('self-signed') },
      { check: 'certificate-host', message: expect.stringContaining('bms.example.com') },
    ]);
    for (const { level, why, remedy } of found) if (level !== 'ok') expect(why && remedy).toBeTruthy();
    for (const secret of Object.values(secretsOf(tenants.line))) expect(ended.out).not.toContain(secret);
  });

  it('says the same in words', async () => {
    await writeSettings(folder, {
      ...settingsOf(tenants.line),
      'mspSync.vsa.certificateAuthority': root.cert,
    });
    const says = [
      /✗ The certificate of 127\.0\.0\.1:\d+ is self-signed\./,
      /certificateAuthority/,
      /✓ The certificate of 127\.0\.0\.1:\d+ comes from the pinned authority\./,
    ];
    expectClear(await check(), { code: 1, says, on: 'out', secrets: secretsOf(tenants.line) });
  });

  it('reads what is pinned for one connection only', async () => {
    await writeSettings(folder, {
      ...settingsOf(tenants.line),
      'mspSync.vsa.certificateAuthority': 'nowhere.pem',
    });
    const found = findingsOf((await check('--json')).out);
    const wrong = (of: string) => found.filter(({ system, level }) => system === of && level === 'problem');
    expect(wrong('vsa')).toMatchObject([
      { check: 'settings', message: expect.stringContaining('nowhere.pem') },
    ]);
    expect(wrong('itglue')).toEqual([]);
  });
});

describe('after a first sync', () => {
  let tenants: RunningSimulators;
  beforeAll(async () => {
    tenants = await startProducts({ seed: 1, organizations: 8, assetsPerOrganization: 2 });
  });
  afterAll(() => tenants.stop());

  it('a check proves what each account sees, and notices a scope that was narrowed since', async () => {
    await writeSettings(folder, settingsOf(tenants.line));
    const secrets = secretsOf(tenants.line);
    const proof = async (): Promise<string> => {
      const found = findingsOf((await run(folder, ['check', '--json'], secrets)).out);
      return found.find(({ system, check }) => system === 'vsa' && check === 'counterparts')?.message ?? '';
    };
    expect(await proof()).toBe('');
    await run(folder, ['sync'], secrets);
    const [, seen, known] =
      /^You see (\d+) of (\d+) organizations known from the other systems; missing here: ./.exec(
        await proof(),
      ) ?? [];
    expect(Number(seen)).toBeLessThan(Number(known));
    const { organizations } = tenants.fleet.views.vsa;
    await fetch(`${tenants.line.control}/switches`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ vsa: { scope: organizations.slice(1).map(({ shortName }) => shortName) } }),
    });
    const looked = await run(folder, ['plan'], secrets);
    expect(looked.err).toMatch(/Kaseya VSA no longer shows one client that the last run saw/);
    // Nothing is built on such a reading before a person has looked at it.
    await run(folder, ['sync', '--pass', 'scope-loss'], secrets);
    // Each system spells the name in its own way.
    const [word = ''] = (organizations[0]?.name ?? '').split(' ');
    expect(await proof()).toMatch(new RegExp(`seen before and no more: "?${word}`));
  });
});

describe('simulated tenants with VSA 10', () => {
  it('are connected by simulate, found in order by check, and in step after two syncs', async () => {
    const simulate = ['simulate', '--workspace', folder, '--vsa', '10', '--organizations', '2'];
    const tenants = start(folder, [...simulate, '--assets-per-organization', '2']);
    try {
      if (!tenants.stdout) throw new Error('no output');
      const [text] = await once(createInterface(tenants.stdout), 'line');
      const line = z
        .object({
          bms: z.object({ password: z.string() }),
          vsa10: z.object({ tokenSecret: z.string() }),
          itglue: z.object({ apiKey: z.string() }),
        })
        .parse(JSON.parse(String(text)));
      const secrets = {
        MSP_SYNC_BMS_PASSWORD: line.bms.password,
        MSP_SYNC_VSA_TOKEN: line.vsa10.tokenSecret,
        MSP_SYNC_ITGLUE_KEY: line.itglue.apiKey,
      };
      expect(await readFile(join(folder, '.vscode', 'settings.json'), 'utf8')).toContain('"vsa10"');
      const found = findingsOf((await run(folder, ['check', '--json'], secrets)).out);
      expect(found.filter(({ level }) => level !== 'ok')).toEqual([]);
      await run(folder, ['sync'], secrets);
      const second = await run(folder, ['sync', '--json'], secrets);
      expect(z.looseObject({ outcomes: z.unknown() }).parse(JSON.parse(second.out)).outcomes).toEqual({});
    } finally {
      tenants.kill();
    }
  });
});

describe('an IT Glue key with which nothing was asked for eighty days', () => {
  it('is warned of without a call, and no more once something was', async () => {
    const clock = fakeClock(Date.UTC(2026, 5, 8, 9));
    const story = await Story.begin({ fleet: acmeFleet() }, {}, clock);
    const signal = new AbortController().signal;
    const session = story.open();
    try {
      await session.check(signal);
      const warned = async () => {
        story.tenants.desk.startCountAnew();
        const { checks } = await session.connections();
        expect(story.tenants.desk.counts().itglue).toEqual({});
        return checks
          .flatMap(({ findings }) => findings)
          .filter(({ check }) => check === 'secret-dates')
          .map(({ system, level }) => `${system} ${level}`);
      };
      clock.advance(79 * DAY);
      expect(await warned()).toEqual([]);
      clock.advance(2 * DAY);
      expect(await warned()).toEqual(['itglue warning']);
      await session.check(signal);
      expect(await warned()).toEqual([]);
    } finally {
      session.dispose();
      await story.end();
    }
  });
});
