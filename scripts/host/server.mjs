// VS Code's server build, started on a free port and stopped whole.
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureEditor } from './download.mjs';
import { startGroup, stopGroup } from './processes.mjs';

/** No marketplace: what a window shows must not depend on the network. */
const NO_GALLERY = '{}';

/** Of the editor's hundred extensions those that a test's window shows something of: each costs every start its part. */
const BUILT_IN = ['configuration-editing', 'json', 'markdown-basics', 'theme-defaults', 'theme-seti'];

/**
 * @typedef {object} ServerOptions
 * @property {boolean} [trust] false: the window opens in restricted mode until someone grants trust (default true)
 * @property {string} [dataDir] where user data lives; without it a new one is made and removed at the end
 * @property {boolean} [drivable] whether pages may carry a payload (extension under development, tests); default false
 * @property {(dataDir: string) => Promise<void>} [prepare] fills the user data before the server reads it
 * @property {NodeJS.ProcessEnv} [env] added to the environment of the server and of its extension hosts
 * @property {number} [port] default: any free one
 */

/**
 * Starts a server and waits until it answers.
 * @param {ServerOptions} [options]
 * @returns {Promise<{ authority: string, url: string, dataDir: string, log: string, stop: () => Promise<void> }>}
 *   `authority` is host:port, `log` the file with what the server printed.
 */
export async function startServer({ trust = true, dataDir, prepare, drivable = false, env = {}, port } = {}) {
  const editor = await ensureEditor();
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'msp-sync-editor-')));
  await mkdir(folder, { recursive: true });
  await prepare?.(folder);
  const chosen = port ?? (await freePort());
  const log = join(folder, 'server.log');
  // Who keeps a data folder works in the window, and gets the editor whole.
  const extensions = dataDir ? [] : ['--builtin-extensions-dir', await builtIn(editor.main, folder)];
  const args = [...flags(chosen, folder, trust, drivable), ...extensions];
  const child = startGroup(editor.node, [editor.main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, EXTENSIONS_GALLERY: NO_GALLERY, ...env },
  });
  const sink = createWriteStream(log);
  child.stdout.pipe(sink);
  child.stderr.pipe(sink);
  const authority = `127.0.0.1:${chosen}`;
  const stop = async () => {
    await stopGroup(child);
    if (!dataDir) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await answering(authority, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { authority, url: `http://${authority}/`, dataDir: folder, log, stop };
}

/** A folder with those of the editor's own extensions that are wanted. */
async function builtIn(main, dataDir) {
  const folder = join(dataDir, 'built-in');
  await mkdir(folder, { recursive: true });
  for (const name of BUILT_IN) {
    await symlink(join(dirname(main), '..', 'extensions', name), join(folder, name), 'junction');
  }
  return folder;
}

function flags(port, dataDir, trust, drivable) {
  const always = ['--accept-server-license-terms', '--without-connection-token', '--telemetry-level', 'off'];
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', dataDir],
    ...always,
    ...['--disable-telemetry', '--disable-experiments', '--disable-update-check'],
    ...(trust ? ['--disable-workspace-trust'] : []),
    ...(drivable ? ['--enable-smoke-test-driver'] : []),
  ];
}

async function answering(authority, child, log, patienceMs = 30_000) {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`The editor's server ended with ${child.exitCode}; see ${log}`);
    const answer = await fetch(`http://${authority}/version`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The editor's server did not answer within ${patienceMs / 1000} s; see ${log}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
