/** Tells many seeds' stories and says what was found. Seeds that once found something are told first, always. */
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { optionsOf } from '../support/options';
import { added, type Counts, holes, table } from './coverage';
import foundSeeds from './found-seeds.json';
import { type Told, tellStory } from './story';

const USAGE = `Usage: npm run simulate -- [options]

  --seed N       one story, told in full
  --seeds N      a batch of so many, 500 where it is not given; seeds that once found something are part of it
  --from N       the first of them
  --fresh        without the seeds that once found something
  --complete     fails unless everything that can happen did
  --stop-at N    ends after so many that found something, 5 where it is not given
  --workers N    programs that tell stories side by side
  --report FILE  keeps what was found as JSON`;

const asked = optionsOf(USAGE, {
  seed: { type: 'string' },
  seeds: { type: 'string', default: '500' },
  from: { type: 'string', default: '1' },
  workers: { type: 'string' },
  complete: { type: 'boolean', default: false },
  worker: { type: 'boolean', default: false },
  report: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  'stop-at': { type: 'string', default: '5' },
});

/** What a worker tells of a seed; the story itself is told again by `--seed`. */
type Brief = Pick<Told, 'seed' | 'violation' | 'counts'>;

interface Summary {
  readonly seeds: number;
  readonly failed: readonly Brief[];
  readonly counts: Counts;
  readonly seconds: number;
}

async function main(): Promise<number> {
  if (asked.worker) return work();
  if (asked.seed !== undefined) return replay(Number(asked.seed));
  const first = Number(asked.from);
  const count = Number(asked.seeds);
  const known = asked.fresh ? [] : foundSeeds.map(({ seed }) => seed);
  const range = Array.from({ length: count }, (_, at) => first + at);
  const seeds = [...new Set([...known, ...range])].slice(0, Math.max(count, known.length));
  const summary = await batch(seeds, Number(asked['stop-at']));
  console.log(table(summary.counts));
  const missing = asked.complete ? holes(summary.counts) : [];
  if (asked.report) await writeFile(asked.report, JSON.stringify(reportOf(summary, missing)));
  for (const hole of missing) console.log(`✗ never happened: ${hole}`);
  for (const { seed, violation } of summary.failed) {
    console.log(`\n✗ seed ${seed} (${violation?.checker}): ${violation?.message}`);
    console.log(`  replay it with: npm run simulate -- --seed ${seed}`);
  }
  const rate = (summary.seconds / Math.max(1, summary.seeds)).toFixed(3);
  console.log(
    `\n${summary.seeds} seeds in ${summary.seconds.toFixed(1)} s (${rate} s each): ${summary.failed.length} failed, ${missing.length} holes`,
  );
  return summary.failed.length + missing.length > 0 ? 1 : 0;
}

/** As the runner of all suites reads it: a test per seed, and one for each thing that must have happened. */
const reportOf = (summary: Summary, missing: readonly string[]) => ({
  passed: summary.seeds - summary.failed.length,
  failed: summary.failed.length + missing.length,
  skipped: 0,
  tests: [
    ...summary.failed.map(({ seed, violation }) => ({
      state: 'failed',
      title: `simulation, seed ${seed}: ${violation?.checker}`,
      error: `${violation?.message}\nReplay it with: npm run simulate -- --seed ${seed}`,
    })),
    ...missing.map((hole) => ({ state: 'failed', title: `simulation: never happened: ${hole}`, error: '' })),
  ],
  counts: summary.counts,
});

async function replay(seed: number): Promise<number> {
  const told = await tellStory(seed);
  console.log(told.story.join('\n'));
  if (told.violation) console.log(`\n✗ ${told.violation.checker}: ${told.violation.message}`);
  console.log(`\nseed ${seed}, story ${told.fingerprint}: ${told.violation ? 'failed' : 'nothing lost'}`);
  return told.violation ? 1 : 0;
}

/** What a crash leaves hanging in a story stays in memory: a process tells so many and makes room for another. */
const STORIES_OF_ONE_PROCESS = 200;

/** Hands seeds to as many processes as there are processors. */
async function batch(seeds: readonly number[], stopAt: number): Promise<Summary> {
  const started = performance.now();
  const told: Brief[] = [];
  const waiting = [...seeds];
  const width = Math.min(Number(asked.workers ?? availableParallelism()), waiting.length);
  const failures = () => told.filter(({ violation }) => violation !== null);
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(process.argv[1] ?? '', ['--worker'], { execArgv: process.execArgv });
      let current: number | undefined;
      let given = 0;
      const next = () => {
        given += 1;
        const ends = given > STORIES_OF_ONE_PROCESS || failures().length >= stopAt;
        current = ends ? undefined : waiting.shift();
        if (current === undefined) child.disconnect();
        else child.send(current);
      };
      child.on('message', (brief) => {
        if (isBrief(brief)) {
          told.push(brief);
          tellProgress(told, seeds.length);
        }
        next();
      });
      child.on('error', reject);
      child.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`A worker died at seed ${current}.`)),
      );
      next();
    });
  const many = async () => {
    do await one();
    while (waiting.length > 0 && failures().length < stopAt);
  };
  await Promise.all(Array.from({ length: width }, many));
  return {
    seeds: told.length,
    failed: failures(),
    counts: added(told.map(({ counts }) => counts)),
    seconds: (performance.now() - started) / 1000,
  };
}

/** Between two lines of a long batch. */
const SEEDS_OF_A_LINE = 500;

/** What failed is told at once, how far it is from time to time: tens of thousands of seeds take hours. */
function tellProgress(told: readonly Brief[], all: number): void {
  const last = told.at(-1);
  if (last?.violation) console.log(`✗ seed ${last.seed} (${last.violation.checker})`);
  if (told.length % SEEDS_OF_A_LINE !== 0 || told.length === all) return;
  const failed = told.filter(({ violation }) => violation !== null).length;
  console.log(`${told.length} of ${all} seeds told, ${failed} failed`);
}

const isBrief = (message: unknown): message is Brief =>
  typeof message === 'object' && message !== null && 'seed' in message && 'counts' in message;

function work(): Promise<number> {
  return new Promise((resolve) => {
    process.on('message', (seed) => {
      tellStory(Number(seed)).then(({ seed: number, violation, counts }) =>
        process.send?.({ seed: number, violation, counts } satisfies Brief),
      );
    });
    process.on('disconnect', () => resolve(0));
  });
}

main().then((code) => {
  process.exitCode = code;
});
