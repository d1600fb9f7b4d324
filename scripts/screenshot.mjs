// Takes the picture of the README: the side bar after a first sync of the simulated products.
// npm run screenshot [-- FILE] writes docs/sidebar.png, or FILE.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import esbuild from 'esbuild';
import { ROOT } from './host/download.mjs';
import { startSimulators } from './host/simulators.mjs';

/** Levels of the tree that the picture shows opened. */
const DEPTH = 3;
/** `sync` ends with 4 when decisions are left for a person, as they are after any first sync. */
const SYNCED = [0, 4];

const target = resolve(process.env.INIT_CWD ?? ROOT, process.argv[2] ?? join(ROOT, 'docs', 'sidebar.png'));
if (node(process.env, 'esbuild.js') !== 0) process.exit(1);
const { openWorkbench } = await workbenchModule();

const folder = await mkdtemp(join(tmpdir(), 'msp-sync-demo-'));
let simulators;
let workbench;
try {
  simulators = await startSimulators(folder);
  const env = { ...process.env, ...simulators.secrets };
  const code = node(env, 'dist/msp-sync.js', 'sync', '--workspace', folder);
  if (!SYNCED.includes(code)) throw new Error(`The first sync ended with ${code}`);
  workbench = await openWorkbench({ folder, env: simulators.secrets });
  await workbench.openContainer();
  const view = await workbench.firstView();
  let rows = await view.rowsWhen((shown) => shown.length > 0);
  for (let level = 1; level <= DEPTH; level++) {
    const closed = rows.find((row) => row.level === level && row.expanded === false);
    if (!closed) break;
    await view.expand(closed.label);
    rows = await view.rowsWhen((shown) => shown.some((row) => row.level > level));
  }
  console.log(await workbench.screenshot('sidebar', target));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await workbench?.close();
  await simulators?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The gestures of the end-to-end tests, translated for Node; the host scripts stay where they are. */
async function workbenchModule() {
  const outfile = join(ROOT, 'dist-test', 'e2e', 'workbench.mjs');
  await esbuild.build({
    entryPoints: [join(ROOT, 'test', 'e2e', 'workbench.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    external: ['../../scripts/*'],
  });
  return import(outfile);
}

function node(env, ...args) {
  return spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] })
    .status;
}
