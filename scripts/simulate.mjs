// The deterministic simulation: bundles it and tells stories. `npm run simulate -- --seed N` tells one in full.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { ROOT } from './host/download.mjs';
import { SHORT_LIVED } from './short-lived.mjs';

/** How the simulation of the sources below `root` is bundled. */
export const OPTIONS = (root) => ({
  entryPoints: [join(root, 'test', 'simulation', 'main.ts')],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  sourcemap: 'inline',
  logLevel: 'warning',
});

const outfile = join(ROOT, 'dist-test', 'simulation.js');

if (process.argv[1] === import.meta.filename) {
  await esbuild.build({ ...OPTIONS(ROOT), outfile });
  const args = [...SHORT_LIVED, '--enable-source-maps', outfile, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
}
