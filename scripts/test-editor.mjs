// Runs the editor suites (test/editor) inside a real VS Code: a desktop one where it can be had, else the server build.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests, SilentReporter, TestRunFailedError } from '@vscode/test-electron';
import { CACHE, ROOT } from './host/download.mjs';

const REPORT = join(ROOT, 'test-results', 'editor.json');

const host = await chooseHost();
console.log(`Editor suites in ${host.name}`);
const workspace = await mkdtemp(join(tmpdir(), 'msp-sync-workspace-'));
await mkdir(join(ROOT, 'test-results'), { recursive: true });
await rm(REPORT, { force: true });
try {
  await runTests({
    vscodeExecutablePath: host.executable,
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: join(ROOT, 'dist-test', 'editor', 'index.js'),
    extensionTestsEnv: { MSP_SYNC_TEST_REPORT: REPORT },
    launchArgs: [workspace, '--disable-extensions'],
  });
  if (!existsSync(REPORT)) throw new Error('the suites left no report');
} catch (error) {
  if (!(error instanceof TestRunFailedError)) console.error(error);
  process.exitCode = 1;
} finally {
  await rm(workspace, { recursive: true, force: true, maxRetries: 5 });
}

/** MSP_SYNC_VSCODE names a desktop executable, `desktop` insists on downloading one, `server` on the server build. */
async function chooseHost() {
  const wish = process.env.MSP_SYNC_VSCODE;
  const server = join(ROOT, 'scripts', 'host', 'run-in-browser.mjs');
  if (wish === 'server') return { name: "VS Code's server build and Chromium", executable: server };
  if (wish && wish !== 'desktop') return { name: wish, executable: wish };
  if (!wish && !hasDisplay()) {
    return { name: "VS Code's server build and Chromium (no display for a desktop)", executable: server };
  }
  try {
    const options = { version: 'stable', cachePath: CACHE, timeout: 5000, reporter: new SilentReporter() };
    const executable = await downloadAndUnzipVSCode(options);
    return { name: `desktop VS Code (${executable})`, executable };
  } catch (error) {
    if (wish === 'desktop') throw error;
    return { name: `VS Code's server build and Chromium (no desktop: ${error})`, executable: server };
  }
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
