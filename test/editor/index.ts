// Entry point of the editor suites: the extension host calls `run`, in the desktop editor and in the server build alike.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';
import { collect } from './report';

/** Resolves when every suite passed; rejects with the count of failures, or when nothing was run. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter: Silent });
  for (const name of await readdir(__dirname)) {
    if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  }
  const report = await new Promise<ReturnType<typeof collect>>((resolve) => {
    const runner = mocha.run(() => resolve(collected));
    const collected = collect(runner, (line) => console.log(line));
  });
  await save(report);
  if (report.failed > 0) throw new Error(`${report.failed} of the editor tests failed`);
  if (report.passed === 0) throw new Error('No editor test was run');
}

/** Mocha insists on a reporter; ours listens to the runner itself, where it knows the types. */
class Silent extends Mocha.reporters.Base {
  override epilogue(): void {}
}

async function save(report: ReturnType<typeof collect>): Promise<void> {
  const path = process.env.MSP_SYNC_TEST_REPORT;
  if (path === undefined) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(report, undefined, 2));
}
