// Opens the demo workspace in VS Code with the extension, and the three simulated products running behind it.
// The desktop editor when `code` is on PATH, else the server build; MSP_SYNC_VSCODE=server asks for the latter.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from './host/download.mjs';
import { findOnPath } from './host/processes.mjs';
import { startServer } from './host/server.mjs';
import { startSimulators } from './host/simulators.mjs';
import { address, install, writeSettings } from './host/workbench.mjs';

const DEMO = join(ROOT, '.demo');
const USER_DATA = join(CACHE, 'editor-data');

if (spawnSync(process.execPath, ['esbuild.js'], { cwd: ROOT, stdio: 'inherit' }).status !== 0)
  process.exit(1);

const interrupted = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
});
let simulators;
let server;
try {
  simulators = await startSimulators(DEMO);
  console.log(simulators.urls.join('\n'));
  const desktop = process.env.MSP_SYNC_VSCODE === 'server' ? undefined : findOnPath('code');
  const ends = [interrupted, simulators.gone];
  if (desktop) ends.push(openDesktop(desktop, simulators.secrets));
  else await openServer(simulators.secrets);
  await Promise.race(ends);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await server?.stop();
  await simulators?.stop();
}

/** A data folder of its own makes it an editor of its own, which alone passes the secrets on. Resolves when it is closed. */
function openDesktop(code, secrets) {
  const args = [
    '--new-window',
    '--wait',
    '--user-data-dir',
    USER_DATA,
    `--extensionDevelopmentPath=${ROOT}`,
    DEMO,
  ];
  const env = { ...process.env, ...secrets };
  const child = spawn(code, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  console.log(`VS Code opens ${DEMO}; close its window or press Ctrl+C to stop.`);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

async function openServer(secrets) {
  const prepare = async (folder) => {
    await install(folder, ROOT);
    if (!existsSync(join(folder, 'data', 'User', 'settings.json'))) await writeSettings(folder, {});
  };
  server = await startServer({ dataDir: USER_DATA, env: secrets, prepare });
  console.log(`\nOpen ${address(server, { folder: DEMO })}\nPress Ctrl+C to stop.`);
}
