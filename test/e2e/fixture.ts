import { afterAll, afterEach, beforeAll } from 'vitest';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench';

/**
 * One window for all tests of a file: opened before them, closed after them, and photographed when one of them fails
 * (`test-results/screenshots/failed NAME.png`). Options may be a function where they need something started first.
 */
export function useWorkbench(
  options: WorkbenchOptions | (() => WorkbenchOptions | Promise<WorkbenchOptions>) = {},
): () => Workbench {
  let workbench: Workbench | undefined;
  beforeAll(async () => {
    workbench = await openWorkbench(typeof options === 'function' ? await options() : options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const path = await workbench?.screenshot(`failed ${task.name.replaceAll(/[^\w ]+/g, ' ')}`);
    console.error(`The window at that moment: ${path}`);
  });
  afterAll(() => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The window is open only while the tests of its file run');
    return workbench;
  };
}
