import type { Runner, Test } from 'mocha';

export interface TestResult {
  title: string;
  state: 'passed' | 'failed' | 'skipped';
  durationMs: number;
  error?: string;
}

export interface Report {
  passed: number;
  failed: number;
  skipped: number;
  tests: TestResult[];
}

/** Follows a run: prints a line per suite and test as they come, and fills the report that is returned at once. */
export function collect(runner: Runner, print: (line: string) => void): Report {
  const report: Report = { passed: 0, failed: 0, skipped: 0, tests: [] };
  const say = (text: string): void => {
    for (const line of text.split('\n')) print(`${SUITE_LINE}${line}`);
  };
  const add = (test: Test, state: TestResult['state'], error?: Error): void => {
    report[state] += 1;
    const result: TestResult = { title: test.fullTitle(), state, durationMs: test.duration ?? 0 };
    report.tests.push(error ? { ...result, error: error.stack ?? error.message } : result);
    say(`  ${MARKS[state]} ${test.fullTitle()}${took(result.durationMs)}`);
    if (error) say(indent(error.stack ?? error.message));
  };
  runner.on('pass', (test) => add(test, 'passed'));
  // A failing hook comes here too, as a test of its own title.
  runner.on('fail', (test, error: Error) => add(test, 'failed', error));
  runner.on('pending', (test) => add(test, 'skipped'));
  return report;
}

/** Tells these lines from all else on the editor's console. */
const SUITE_LINE = '[suite] ';

const MARKS = { passed: '✓', failed: '✗', skipped: '-' };

function took(durationMs: number): string {
  return durationMs >= 100 ? ` (${durationMs} ms)` : '';
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '      ');
}
