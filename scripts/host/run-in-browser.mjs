#!/usr/bin/env node
// The server build and Chromium dressed as a desktop editor: takes the switches that `runTests` of @vscode/test-electron
// gives to VS Code and exits with the verdict, so that one runner drives both hosts.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './download.mjs';
import { openWindow } from './workbench.mjs';

const PATIENCE_MS = Number(process.env.MSP_SYNC_EDITOR_TIMEOUT_MS ?? 180_000);

const CONSOLE = join(ROOT, 'test-results', 'editor-console.log');

/** What every line of the suites' own report begins with; see test/editor/report.ts. */
const SUITE_LINE = '[suite] ';

const { values, positionals } = parseArgs({
  strict: false, // the desktop takes many more switches than matter here
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
  },
});

const { extensionDevelopmentPath: extension, extensionTestsPath: tests } = values;
if (!extension || !tests) {
  console.error('run-in-browser needs --extensionDevelopmentPath=… and --extensionTestsPath=…');
  process.exit(2);
}
await mkdir(dirname(CONSOLE), { recursive: true });
const sink = createWriteStream(CONSOLE);
const code = await verdict(extension, tests, positionals[0]);
// A window that opens only after the time was up must not keep this process alive.
sink.end(() => process.exit(code));

async function verdict(extension, tests, folder) {
  const stop = new AbortController();
  let window;
  try {
    const ended = new Promise((resolve, reject) => {
      stop.signal.addEventListener('abort', () => reject(stop.signal.reason));
      const end = (why) => stop.abort(new Error(why));
      setTimeout(end, PATIENCE_MS, `no verdict within ${PATIENCE_MS / 1000} s`).unref();
      openWindow({ extension, tests, folder, onConsole: note, onExit: resolve }).then((opened) => {
        window = opened;
        window.page.on('crash', () => end('the page crashed'));
        window.page.on('close', () => end('the page was closed'));
      }, reject);
    });
    return await ended;
  } catch (error) {
    console.error(`The editor gave no verdict: ${error.message}\nIts console is in ${CONSOLE}`);
    return 1;
  } finally {
    await window?.close();
  }
}

/** The editor's console goes to a file whole; of it only what the suites say is for people. */
function note(type, args) {
  const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
  sink.write(`${type}: ${text}\n`);
  if (text.startsWith(SUITE_LINE)) console.log(text.slice(SUITE_LINE.length));
}
