import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Simulators, startSimulators } from '../../scripts/host/simulators.mjs';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench';

/**
 * Simulated tenants that outlive a reload of the window, in a folder of their own that is connected to them: for
 * `useWorkbench`, before which this must be called.
 */
export function useTenants(): () => Promise<Pick<WorkbenchOptions, 'folder' | 'env'>> {
  let folder: string | undefined;
  let tenants: Simulators | undefined;
  afterAll(async () => {
    await tenants?.stop();
    if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return async () => {
    folder = await mkdtemp(join(tmpdir(), 'msp-sync-tenants-'));
    tenants = await startSimulators(folder);
    return { folder, env: tenants.secrets };
  };
}

/**
 * One window for all tests of a file: opened before them, closed after them, and photographed when one of them fails
 * (`test-results/screenshots/failed NAME.png`). Options may be a function where they need something started first.
 */
export function useWorkbench(
  options: WorkbenchOptions | (() => WorkbenchOptions | Promise<WorkbenchOptions>) = {},
): () => Workbench {
  let workbench: Workbench | undefined;
  let broken = false;
  // The tests of a file tell one story: once it went wrong, the rest would only wait for what never comes.
  beforeEach(({ skip }) => skip(broken, 'The story had gone wrong before'));
  beforeAll(async () => {
    workbench = await openWorkbench(typeof options === 'function' ? await options() : options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    broken = true;
    const path = await workbench?.screenshot(`failed ${task.name.replaceAll(/[^\w ]+/g, ' ')}`);
    console.error(`The window at that moment: ${path}`);
  });
  afterAll(() => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The window is open only while the tests of its file run');
    return workbench;
  };
}
