/**
 * The program itself, killed with SIGKILL at instants drawn from a seed, while the products keep running: nothing is
 * made twice, nothing that was decided is lost, the next run comes to its end, and the one after it writes nothing.
 * `MSP_SYNC_KILLS=300` kills that often; `MSP_SYNC_KILLS_FROM=20` begins with that seed. In one life of four the clock
 * jumps by minutes, hours or days.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Pair } from '../../src/engine/decide';
import type { RecordKey } from '../../src/engine/model';
import { Random } from '../../src/simulators/fleet/random';
import type { StartOptions } from '../../src/simulators/start';
import { jumpingClock } from './support/clock';
import { portalsOf } from './support/portals';
import { type Environment, ended, run, secretsOf, settingsOf, start, writeSettings } from './support/program';
import { Story } from './support/story';

const KILLS = Number(process.env.MSP_SYNC_KILLS ?? 24);
/** Kills on one workspace, before it is left in peace and looked at. */
const EACH = 8;
const FLEETS = Math.ceil(KILLS / EACH);
const FIRST = Number(process.env.MSP_SYNC_KILLS_FROM ?? 1);
/** Milliseconds after which the program is killed anyway: `watch` rests between its runs. */
const LONGEST_LIFE = 3_000;
/** Runs that are enough to come to rest. */
const RUNS_TO_QUIET = 4;

const fleetOf = (seed: number): StartOptions => ({ seed, organizations: 3, assetsPerOrganization: 3 });

const UNGUARDED = { 'guard.maximumOverwritePercent': 100 };

/** Tenants, and a folder in which the program and a session of ours find the same. */
async function stage(seed: number): Promise<Story> {
  const story = await Story.begin(fleetOf(seed), UNGUARDED);
  await writeSettings(story.folder, {
    ...settingsOf(story.tenants.line),
    'mspSync.guard.maximumOverwritePercent': 100,
  });
  return story;
}

const program = ({ folder, tenants }: Story, ...args: readonly string[]) =>
  run(folder, args, secretsOf(tenants.line));

const writesOf = ({ tenants }: Story): number =>
  Object.values(tenants.desk.counts())
    .flatMap((routes) => Object.entries(routes))
    .filter(([route]) => !route.startsWith('GET ') && !/\/(security|auth)/.test(route))
    .reduce((sum, [, count]) => sum + count, 0);

/** Runs the command and kills it once so many requests have come in since; true where it was still alive then. */
async function killed(
  { folder, tenants }: Story,
  command: string,
  requests: number,
  clock: Environment,
): Promise<boolean> {
  const from = tenants.desk.total();
  const child = start(folder, [command, '--json'], { ...secretsOf(tenants.line), ...clock });
  const over = ended(child);
  const latest = Date.now() + LONGEST_LIFE;
  while (child.exitCode === null && tenants.desk.total() - from < requests && Date.now() < latest)
    await after(1);
  const alive = child.exitCode === null && child.kill('SIGKILL');
  await over;
  return alive;
}

/** A clock that jumps while the program starts, reads or writes, or an undisturbed one. */
function clockOf(random: Random): Environment {
  if (!random.chance(0.25)) return {};
  jumped += 1;
  const minutes = random.pick([2, 300, 5_000]) * random.pick([1, -1]);
  return jumpingClock(random.integer(0, 1_500), minutes * 60_000);
}

/** Names in the two systems into which we create, as a person counts them in the portals. */
async function namesIn({ tenants }: Story): Promise<Record<string, readonly string[]>> {
  const portals = portalsOf(tenants.line);
  const contacts = await portals.itglue.all('contacts');
  const configurations = await portals.itglue.all('configurations');
  const organizations = await portals.itglue.all('organizations');
  const assets = await portals.bms.assets();
  return {
    contacts: contacts.map((row) => `${row['first-name']} ${row['last-name']}`).sort(),
    configurations: configurations.map((row) => String(row.name)).sort(),
    organizations: organizations.map((row) => String(row.name)).sort(),
    assets: assets.map((row) => String(row.assetName ?? row.name)).sort(),
  };
}

/** Names in tenants of the same seed where nobody kills anything: what the killed program is to come to as well. */
async function namesInPeace(seed: number): Promise<Record<string, readonly string[]>> {
  const story = await Story.begin(fleetOf(seed), UNGUARDED);
  try {
    await story.sync();
    await story.sync();
    await story.quiet();
    return await namesIn(story);
  } finally {
    await story.end();
  }
}

/** Runs until one writes nothing; gives what every run's exit code was. */
async function untilQuiet(it: Story): Promise<readonly (number | null)[]> {
  const codes: (number | null)[] = [];
  for (let n = 0; n < RUNS_TO_QUIET; n += 1) {
    it.tenants.desk.startCountAnew();
    const result = await program(it, 'sync', '--json');
    codes.push(result.code);
    if (n > 0 && writesOf(it) === 0) return codes;
  }
  throw new Error(`Still writing after ${RUNS_TO_QUIET} runs.`);
}

/** Pairs of contacts of two systems that nobody would take for one another: saying so changes nothing else. */
function strangers({ tenants }: Story): readonly Pair[] {
  const { bms, itglue } = tenants.fleet.views;
  const idOf = (system: 'bms' | 'itglue', key: string): RecordKey =>
    `${system}:contact:${tenants.recordId(system, 'contact', key)}`;
  const pairs = bms.contacts.flatMap((one) =>
    itglue.contacts.filter(({ truth }) => truth !== one.truth).map((other) => [one.key, other.key] as const),
  );
  return pairs.slice(0, EACH).map(([a, b]) => [idOf('bms', a), idOf('itglue', b)]);
}

/** A person says it to the editor, which works in the folder too. */
async function keepApart(it: Story, pair: Pair): Promise<void> {
  const session = it.open();
  try {
    await session.decide({ type: 'different', pairs: [pair] });
  } finally {
    session.dispose();
  }
}

async function decisionsIn({ folder }: Story): Promise<readonly unknown[]> {
  const text = await readFile(join(folder, '.msp-sync', 'decisions.json'), 'utf8');
  const { decisions } = z.object({ decisions: z.array(z.unknown()) }).parse(JSON.parse(text));
  return decisions.filter((one) => one !== null);
}

let survived = 0;
let jumped = 0;

describe.each(Array.from({ length: FLEETS }, (_, at) => at + FIRST))('killed at random, seed %i', (seed) => {
  it('makes nothing twice, loses no decision, ends, and then writes nothing', {
    timeout: 300_000,
  }, async () => {
    const random = new Random(seed);
    const disturbed = await stage(seed);
    try {
      await program(disturbed, 'plan', '--json');
      const pairs = strangers(disturbed);
      expect(pairs).toHaveLength(EACH);
      for (const [kill, pair] of pairs.entries()) {
        await keepApart(disturbed, pair);
        const command = random.pick(['sync', 'sync', 'apply', 'watch']);
        if (command === 'apply') await program(disturbed, 'plan', '--json');
        const requests = random.integer(1, random.pick([40, 120, 220]));
        if (await killed(disturbed, command, requests, clockOf(random.fork(`clock ${kill}`)))) survived += 1;
      }
      const codes = await untilQuiet(disturbed);
      for (const code of codes) expect([0, 4]).toContain(code);
      expect(await namesIn(disturbed)).toEqual(await namesInPeace(seed));
      expect(await decisionsIn(disturbed)).toHaveLength(EACH);
    } finally {
      await disturbed.end();
    }
  });
});

it('has killed the program while it was at work', () => {
  console.log(`kills survived: ${survived} of ${FLEETS * EACH} tried, ${jumped} with a clock that jumped`);
  expect(survived).toBeGreaterThan((FLEETS * EACH) / 2);
});
