// Proves that the simulation sees: breaks a copy of the engine in one way after another, and waits for a seed to find it.
// The seed that last found a sabotage is told first; where stories have moved since, `--seeds N` are told from the first on.
// `--only TEXT` takes those whose name holds it, `--quick` those few that every run of all tests takes.
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { ROOT } from './host/download.mjs';
import { SABOTAGES } from './sabotages.mjs';
import { SHORT_LIVED } from './short-lived.mjs';
import { OPTIONS } from './simulate.mjs';

/** So many must be found for the proof to hold. */
const WANTED = 15;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});
const folder = join(ROOT, 'dist-test', 'sabotage');
await mkdir(folder, { recursive: true });

const tried = SABOTAGES.filter(({ name, quick }) => name.includes(values.only) && (!values.quick || quick));
const unseen = [];
console.log('| sabotage | found by | at seed |\n|---|---|---|');
for (const sabotage of tried) {
  const bundle = join(folder, `${SABOTAGES.indexOf(sabotage)}.js`);
  await build(sabotage, bundle);
  const hint = sabotage.seed === undefined ? null : await search(bundle, sabotage.seed, 1);
  const found = hint ?? (await search(bundle, 1, Number(values.seeds)));
  if (!found) unseen.push(sabotage.name);
  const [checker, seed] = found
    ? [found.checker, found.seed]
    : ['**nothing**', `none of the first ${values.seeds}`];
  console.log(`| ${sabotage.name} | ${checker} | ${seed} |`);
}
const enough = tried.length === SABOTAGES.length ? WANTED : tried.length;
const seen = tried.length - unseen.length;
console.log(`\n${seen} of ${tried.length} sabotages found; ${enough} must be`);
if (values.report) await writeFile(values.report, JSON.stringify(reportOf()));
process.exitCode = seen < enough ? 1 : 0;

/** As the runner of all suites reads it. */
function reportOf() {
  const tests = unseen.map((name) => ({ state: 'failed', title: `sabotage not found: ${name}`, error: '' }));
  return { passed: seen, failed: unseen.length, skipped: 0, tests };
}

/** Bundles the simulation with one file of the engine spoilt; the sources themselves stay as they are. */
async function build({ name, file, find, replace }, outfile) {
  const path = join(ROOT, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(find)) throw new Error(`"${name}" no longer fits ${file}: mend scripts/sabotages.mjs.`);
  const spoil = {
    name: 'spoil',
    setup: (build) =>
      build.onLoad({ filter: /\.ts$/ }, (loaded) =>
        loaded.path === path ? { contents: text.replace(find, () => replace), loader: 'ts' } : undefined,
      ),
  };
  await esbuild.build({ ...OPTIONS(ROOT), outfile, plugins: [spoil] });
}

/** Tells so many stories, up to the first that a checker stops. */
function search(bundle, from, count) {
  return new Promise((resolve, reject) => {
    const range = ['--from', String(from), '--seeds', String(count)];
    const args = [...SHORT_LIVED, bundle, ...range, '--workers', values.workers, '--stop-at', '1', '--fresh'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.on('error', reject);
    child.on('close', () => {
      const line = /✗ seed (\d+) \(([^)]+)\)/.exec(out);
      resolve(line ? { seed: line[1], checker: line[2] } : null);
    });
  });
}
