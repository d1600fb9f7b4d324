// The end-to-end stories. A window is a program of its own that now and then loses a click on a busy machine, and the tests of a
// file go on where the one before ended: so a file that fails is told once more from its beginning, in a new window. What fails
// each time has failed. `npm run test:e2e -- plan` runs only the files whose name holds the word.
import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT } from './host/download.mjs';

const REPORT = join(ROOT, 'test-results', 'e2e.json');
const TRIES = 3;

let files = process.argv.slice(2);
if (files.length === 0) files = ['test/e2e/'];
const results = new Map();
for (let attempt = 1; attempt <= TRIES && files.length > 0; attempt += 1) {
  const report = await run(files);
  if (!report) break;
  for (const result of report) results.set(result.name, result);
  files = [...results.values()].filter(({ status }) => status !== 'passed').map(({ name }) => name);
  if (files.length > 0 && attempt < TRIES) {
    for (const result of report.filter(({ status }) => status !== 'passed')) tell(result);
    console.log(`\n↻ once more from the beginning: ${files.map((name) => relative(ROOT, name)).join(', ')}`);
  }
}
const tests = [...results.values()].flatMap(({ assertionResults }) => assertionResults);
const count = (state) => tests.filter(({ status }) => status === state).length;
const [passed, failed] = [count('passed'), count('failed')];
await writeFile(
  REPORT,
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: tests.length - passed - failed,
    testResults: [...results.values()],
  }),
);
process.exitCode = results.size > 0 && files.length === 0 ? 0 : 1;

/** The results of each file; undefined when the runner died before it could tell. */
async function run(chosen) {
  await rm(REPORT, { force: true });
  const args = ['run', ...chosen, '--config', 'vitest.e2e.config.mjs', '--reporter=default'];
  await new Promise((resolve) => {
    spawn(
      process.execPath,
      [
        join(ROOT, 'node_modules/vitest/vitest.mjs'),
        ...args,
        '--reporter=json',
        `--outputFile.json=${REPORT}`,
      ],
      { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
    ).on('close', resolve);
  });
  const text = await readFile(REPORT, 'utf8').catch(() => undefined);
  return text && JSON.parse(text).testResults;
}

/** What went wrong in a file that gets another try: a story that is told twice too often is a defect too. */
function tell({ name, message, assertionResults }) {
  console.log(`\n↻ ${relative(ROOT, name)} ${message ?? ''}`);
  for (const { status, fullName, failureMessages } of assertionResults) {
    if (status === 'failed')
      console.log(`  ${fullName}: ${failureMessages[0]?.split('\n').slice(0, 3).join(' ')}`);
  }
}
