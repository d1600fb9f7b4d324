// Takes the pictures of the README: the side bar after a first sync of the simulated products, and a conflict.
// npm run screenshot [-- FOLDER] writes sidebar.png and conflict.png into docs/, or FOLDER.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import esbuild from 'esbuild';
import { ROOT } from './host/download.mjs';
import { startSimulators } from './host/simulators.mjs';

/** `sync` ends with 4 when decisions are left for a person, as they are after any first sync. */
const SYNCED = [0, 4];
/** Where the side bar's edge is drawn to, in pixels: names and what is said of them stand in full. */
const EDGE = 560;

/** The field of the conflict that is shown. */
const CONFLICT = /Phones|E-mails|Name|Manufacturer|Operating system|Serial/;

const target = resolve(process.env.INIT_CWD ?? ROOT, process.argv[2] ?? join(ROOT, 'docs'));
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
  await widen(workbench.page);
  const view = await workbench.firstView();
  let rows = await view.rowsWhen((shown) => shown.length > 0);
  const open = async (wanted, level) => {
    const row =
      rows.find((one) => one.level === level && wanted(one)) ?? rows.find((one) => one.level === level);
    if (row?.expanded === false) await view.expand(row.label);
    rows = await view.rowsWhen((shown) => shown.some((one) => one.level > level));
  };
  await open(() => true, 1);
  await open((row) => /to decide/.test(row.description ?? ''), 2);
  await open((row) => row.label === 'Assets', 3);
  await view.rowsWhen((shown) => shown.some((row) => row.level === 4));
  // The rest of the window is an empty editor.
  const { height } = workbench.page.viewportSize() ?? { height: 900 };
  await workbench.page.mouse.move(EDGE + 200, 400);
  const sidebar = join(target, 'sidebar.png');
  await workbench.page.screenshot({ path: sidebar, clip: { x: 0, y: 0, width: EDGE, height } });
  await workbench.command('MSP Sync: Resolve Conflicts');
  const panel = await workbench.panel();
  await panel.getByRole('option').filter({ hasText: CONFLICT }).first().click();
  await panel.getByRole('heading', { name: CONFLICT }).waitFor();
  const conflict = join(target, 'conflict.png');
  const x = EDGE + 2;
  await workbench.page.screenshot({ path: conflict, clip: { x, y: 30, width: 1400 - x, height: 620 } });
  console.log(`${sidebar}\n${conflict}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await workbench?.close();
  await simulators?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function widen(page) {
  const sash = page.locator('.monaco-sash.vertical').nth(1);
  const box = await sash.boundingBox();
  if (!box) return;
  await page.mouse.move(box.x + box.width / 2, 400);
  await page.mouse.down();
  await page.mouse.move(EDGE, 400, { steps: 5 });
  await page.mouse.up();
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
