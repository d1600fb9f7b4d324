// Bundles a bench and runs it with the arguments given: npm run bench -- match --labelled FILE, npm run bench -- event-loop
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './host/download.mjs';

const [name, ...rest] = process.argv.slice(2);
const usage = 'Usage: npm run bench -- match|event-loop [options]; --help after the name tells its options';
if (name === '--help' || name === '-h') {
  console.log(usage);
  process.exit(0);
}
const entry = join(ROOT, 'test', 'bench', `${name}.ts`);
if (!name || !existsSync(entry)) {
  console.error(usage);
  process.exit(2);
}

const directory = mkdtempSync(join(ROOT, 'node_modules', '.bench-'));
const outfile = join(directory, `${name}.cjs`);
try {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  const { status } = spawnSync(process.execPath, [outfile, ...rest], {
    stdio: 'inherit',
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
