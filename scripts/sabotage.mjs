// Proves that the simulation sees: breaks a copy of the engine in one way after another, and waits for a seed to find it.
// `npm run sabotage -- --seeds N` tells at most N stories for each; `--only TEXT` takes those whose name holds it.
import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { ROOT } from './host/download.mjs';
import { SABOTAGES } from './sabotages.mjs';
import { OPTIONS } from './simulate.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1500' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
  },
});
const folder = join(ROOT, 'dist-test', 'sabotage');
await mkdir(folder, { recursive: true });

let unseen = 0;
console.log('| sabotage | found by | at seed |\n|---|---|---|');
for (const [number, sabotage] of SABOTAGES.entries()) {
  if (!sabotage.name.includes(values.only)) continue;
  const outfile = join(folder, `${number}.js`);
  await build(sabotage, outfile);
  const found = await search(outfile);
  if (!found) unseen += 1;
  console.log(
    `| ${sabotage.name} | ${found ? found.checker : '**nothing**'} | ${found ? found.seed : `none of ${values.seeds}`} |`,
  );
}
process.exitCode = unseen > 0 ? 1 : 0;

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

function search(bundle) {
  return new Promise((resolve) => {
    const args = [bundle, '--seeds', values.seeds, '--workers', values.workers, '--stop-at', '1', '--fresh'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.on('close', () => {
      const line = /✗ seed (\d+) \(([^)]+)\)/.exec(out);
      resolve(line ? { seed: line[1], checker: line[2] } : null);
    });
  });
}
