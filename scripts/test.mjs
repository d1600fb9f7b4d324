// Every test there is, in the order in which a mistake shows cheapest. `npm test -- unit e2e` runs only those named.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT } from './host/download.mjs';
import { SHORT_LIVED } from './short-lived.mjs';

const RESULTS = join(ROOT, 'test-results');
const NOTHING = { passed: 0, failed: 0, skipped: 0, failures: [] };

/**
 * `report` names the runner's JSON report and how it counts; a step without one is worth a count only when it fails. What is
 * `patient` only reckons: with the lowest priority it uses, from the first moment on, what the others leave of the processors.
 * What is `windowed` waits more than it reckons, and comes first whenever it does: a window that is kept waiting loses clicks.
 */
const STEPS = [
  { name: 'build', command: [process.execPath, 'esbuild.js'], always: true },
  { name: 'typecheck', command: tool('typescript/bin/tsc', '--noEmit') },
  { name: 'typecheck-webview', command: tool('typescript/bin/tsc', '--noEmit', '-p', 'src/webview') },
  { name: 'lint', command: tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings') },
  vitest('unit'),
  vitest('contract'),
  {
    name: 'simulation',
    command: [
      process.execPath,
      'scripts/simulate.mjs',
      '--complete',
      '--report',
      join(RESULTS, 'simulation.json'),
    ],
    report: 'simulation.json',
    patient: true,
  },
  {
    name: 'sabotage',
    command: [
      process.execPath,
      'scripts/sabotage.mjs',
      '--quick',
      '--report',
      join(RESULTS, 'sabotage.json'),
    ],
    report: 'sabotage.json',
    patient: true,
  },
  vitest('scenario'),
  {
    name: 'editor',
    command: [process.execPath, 'scripts/test-editor.mjs'],
    report: 'editor.json',
    windowed: true,
  },
  { name: 'e2e', command: [process.execPath, 'scripts/test-e2e.mjs'], report: 'e2e.json', windowed: true },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `No such suite: ${unknown.join(', ')}. There are: ${STEPS.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

const totals = { passed: 0, failed: 0 };
const summary = [];
const failures = [];
await mkdir(RESULTS, { recursive: true });
const chosen = STEPS.filter(({ name, always }) => always || wanted.length === 0 || wanted.includes(name));
const patient = chosen.filter((step) => step.patient);
const windowed = chosen.filter((step) => step.windowed);
// The editor and its browser come over the network while others work. Whether that went well, the suites find out.
const host =
  windowed.length > 0
    ? runQuietly('test host', [process.execPath, join(ROOT, 'scripts', 'host', 'download.mjs')])
    : undefined;
const first = chosen.filter((step) => step.always);
const rest = chosen.filter((step) => !step.always && !step.patient && !step.windowed);
await inTurn(first);
// Where it cannot be built nothing would say more.
if (totals.failed === 0)
  await Promise.all([inTurn(patient), inTurn(rest), Promise.resolve(host).then(() => inTurn(windowed))]);
for (const { title, error } of failures) console.log(`\n✗ ${title}\n${error}`);
console.log(`\n${summary.join('\n')}\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed + wanted.length === 0 ? 1 : 0;

/** One step after another. */
async function inTurn(steps) {
  for (const step of steps) {
    const started = Date.now();
    const result = await perform(step);
    totals.passed += result.passed;
    totals.failed += result.failed;
    failures.push(...result.failures);
    const counted = `${result.passed} passed, ${result.failed} failed`;
    const counts = step.report ? counted : result.failed ? 'failed' : 'ok';
    const skipped = result.skipped ? `, ${result.skipped} skipped` : '';
    const took = ((Date.now() - started) / 1000).toFixed(1);
    summary.push(`  ${result.failed ? '✗' : '✓'} ${step.name}: ${counts}${skipped} (${took} s)`);
  }
}

async function perform({ name, command, report, patient, windowed }) {
  const path = report && join(RESULTS, report);
  if (path) await rm(path, { force: true });
  const { PRIORITY_LOW, PRIORITY_BELOW_NORMAL, PRIORITY_NORMAL } = constants.priority;
  const priority = patient ? PRIORITY_LOW : windowed ? PRIORITY_NORMAL : PRIORITY_BELOW_NORMAL;
  const code = await (patient || windowed
    ? runQuietly(name, command, priority)
    : runInherited(name, command, priority));
  const counts = path ? await countsOf(path) : NOTHING;
  // A file that could not be loaded, a crash or a hang fails no single test, and yet fails; so does a suite without tests.
  const silent = report !== undefined && counts.passed + counts.failed === 0;
  return (code !== 0 || silent) && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Counts of a report by vitest or by the editor suites; none when the runner died before it wrote one. */
async function countsOf(path) {
  if (!existsSync(path)) return NOTHING;
  const report = JSON.parse(await readFile(path, 'utf8'));
  return {
    passed: report.numPassedTests ?? report.passed,
    failed: report.numFailedTests ?? report.failed,
    skipped: report.numPendingTests ?? report.skipped,
    failures: failuresOf(report),
  };
}

/** Each failing test with its whole message, so that the end of a long log names what went wrong. */
function failuresOf(report) {
  const byVitest = (report.testResults ?? []).flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => ({
        title: `${relative(ROOT, name)}: ${fullName}`,
        error: failureMessages.join('\n'),
      })),
  );
  const inEditor = (report.tests ?? []).filter(({ state }) => state === 'failed');
  return [...byVitest, ...inEditor];
}

/** What it says is seen as it says it: there is one lane of these. */
function runInherited(name, [command, ...args], priority) {
  console.log(`\n▶ ${name}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('spawn', () => setPriority(child.pid, priority));
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Says what it has to say at its end, so that it stands in one piece. */
function runQuietly(name, [command, ...args], priority = constants.priority.PRIORITY_NORMAL) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    const end = (code) => {
      console.log(`\n▶ ${name}\n${Buffer.concat(said)}`);
      resolve(code);
    };
    child.on('spawn', () => setPriority(child.pid, priority));
    child.on('error', (error) => {
      said.push(Buffer.from(`${command} could not be started: ${error.message}`));
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

function vitest(name) {
  const folder = `test/${name}`;
  const report = `${name}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${join(RESULTS, report)}`];
  return {
    name,
    report,
    command: [
      process.execPath,
      ...SHORT_LIVED,
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      `${folder}/`,
      ...reporters,
    ],
  };
}

/** The program of a development dependency, run by this very Node: no shell, no PATH. */
function tool(path, ...args) {
  return [process.execPath, join(ROOT, 'node_modules', path), ...args];
}
