// Brings the pinned parts of the test host into `.vscode-test/`, each once: unpacked beside its place and moved there when whole.

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { CHROMIUM, EDITOR, EDITOR_NODE, EDITOR_NODE_MAJOR } from './parts.mjs';
import { findOnPath, isRunning, run } from './processes.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
export const CACHE = join(ROOT, '.vscode-test');

const linuxX64 = process.platform === 'linux' && process.arch === 'x64';
const say = (line) => console.error(`[test host] ${line}`);

/**
 * The editor's server build and the Node that runs it.
 * @returns {Promise<{ main: string, node: string }>} paths of `server-main.js` and of the Node binary
 */
export async function ensureEditor() {
  const [folder, node] = await Promise.all([
    part(EDITOR, async (unpacked) => {
      say('installing what the editor depends on');
      const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
      await run('npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet], { cwd: unpacked });
    }),
    editorNode(),
  ]);
  return { main: join(folder, 'out', 'server-main.js'), node };
}

async function editorNode() {
  if (linuxX64) return join(await part(EDITOR_NODE), 'node');
  if (Number(process.versions.node.split('.')[0]) >= EDITOR_NODE_MAJOR) return process.execPath;
  throw new Error(
    `The editor's server build needs Node ${EDITOR_NODE_MAJOR}, and its package exists for Linux on x64 only. ` +
      `Run this with Node ${EDITOR_NODE_MAJOR} or newer, or set MSP_SYNC_VSCODE to a desktop VS Code.`,
  );
}

/**
 * A Chromium to drive: MSP_SYNC_CHROMIUM, an installed one, the npm package, or (root on Debian) the Debian package.
 * MSP_SYNC_CHROMIUM=npm skips the installed one.
 * @returns {Promise<{ executable: string, env: Record<string, string> }>}
 */
export async function ensureChromium() {
  const wish = process.env.MSP_SYNC_CHROMIUM;
  if (wish && wish !== 'npm') return { executable: wish, env: {} };
  const installed = wish ? undefined : findOnPath('chromium', 'google-chrome', 'google-chrome-stable');
  if (installed) return { executable: installed, env: {} };
  if (!linuxX64) return debianChromium('its npm package exists for Linux on x64 only');
  const chromium = chromiumIn(await part(CHROMIUM, inflateChromium));
  try {
    await run(chromium.executable, ['--version'], { env: { ...process.env, ...chromium.env } });
    return chromium;
  } catch (error) {
    return debianChromium(error.message);
  }
}

function chromiumIn(folder) {
  const libraries = [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return {
    executable: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

async function inflateChromium(folder) {
  say('unpacking the browser');
  const decompressed = (name) => [createReadStream(join(folder, name)), createBrotliDecompress()];
  const untar = async (name) => {
    const [file, brotli] = decompressed(name);
    file.on('error', (error) => brotli.destroy(error)).pipe(brotli);
    await run('tar', ['-x', '-f', '-', '-C', folder], { input: brotli });
  };
  const browser = join(folder, 'chromium');
  await Promise.all([
    pipeline([...decompressed('chromium.br'), createWriteStream(browser)]).then(() => chmod(browser, 0o755)),
    untar('al2023.tar.br'),
    untar('fonts.tar.br'),
  ]);
  // The package's own fonts.conf points into the folders of a cloud function.
  const final = partFolder(CHROMIUM);
  await writeFile(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(final, 'fonts')}</dir>` +
      `<dir>/usr/share/fonts</dir><cachedir>${join(final, 'fonts-cache')}</cachedir></fontconfig>\n`,
  );
  const packed = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'];
  await Promise.all(packed.map((name) => rm(join(folder, name))));
}

async function debianChromium(reason) {
  const remedy = 'Install Chromium or Chrome, or set MSP_SYNC_CHROMIUM to its path.';
  if (process.getuid?.() !== 0 || !findOnPath('apt-get')) {
    throw new Error(`No browser for the editor's window: ${reason}. ${remedy}`);
  }
  say("installing Debian's chromium package");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
  const executable = findOnPath('chromium');
  if (!executable) throw new Error(`The package chromium brought no program of that name. ${remedy}`);
  return { executable, env: {} };
}

function partFolder(wanted) {
  return join(CACHE, `${wanted.name.replace(/\W+/g, '-').replace(/^-/, '')}-${wanted.version}`);
}

/** The folder of a part, brought here first when it is not there yet. */
async function part(wanted, finish = async () => {}) {
  const final = partFolder(wanted);
  if (existsSync(final)) return final;
  await mkdir(CACHE, { recursive: true });
  await removeAbandoned();
  const staging = await mkdtemp(join(CACHE, `partial-${process.pid}-`));
  try {
    const archive = await fetchArchive(wanted, staging);
    const unpacked = join(staging, 'unpacked');
    await mkdir(unpacked);
    const depth = wanted.folder.split('/').length;
    const without = wanted.without.map((path) => `--exclude=${wanted.folder}/${path}`);
    await run('tar', [
      '-xzf',
      archive,
      '-C',
      unpacked,
      `--strip-components=${depth}`,
      ...without,
      wanted.folder,
    ]);
    await finish(unpacked);
    await moveInto(unpacked, final);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return final;
}

/** Clears away what processes that were killed left half done. */
async function removeAbandoned() {
  for (const name of await readdir(CACHE)) {
    const pid = /^partial-(\d+)-/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) await rm(join(CACHE, name), { recursive: true, force: true });
  }
}

async function fetchArchive({ name, version, integrity }, staging) {
  say(`downloading ${name} ${version}`);
  const printed = await run('npm', ['pack', `${name}@${version}`, '--silent', '--json'], {
    cwd: staging,
  }).catch((error) => {
    throw new Error(`${name} ${version} could not be downloaded from the npm registry. ${error.message}`);
  });
  // npm 12 answers an object keyed by name where npm 11 answers an array.
  const [packed] = Object.values(JSON.parse(printed));
  const archive = join(staging, packed.filename);
  const digest = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (`sha512-${digest}` !== integrity) {
    throw new Error(`${name} ${version} is not the archive this project was tested with (sha512 differs).`);
  }
  return archive;
}

/** Another process may have been faster: what it put there is as good. */
async function moveInto(unpacked, final) {
  try {
    await rename(unpacked, final);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code) || !existsSync(final)) throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const [editor, chromium] = await Promise.all([ensureEditor(), ensureChromium()]);
    say(`ready: ${editor.main}, ${editor.node}, ${chromium.executable}`);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
