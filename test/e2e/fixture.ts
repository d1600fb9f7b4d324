import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Simulators, startSimulators } from '../../scripts/host/simulators.mjs';
import { EXIT } from '../../src/cli/context';
import type { FaultOrder } from '../../src/simulators/control/faults';
import { type Portals, portalsOf } from '../scenario/support/portals';
import { run } from '../scenario/support/program';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench';

export interface Tenants {
  /** Starts them, with more options of `simulate` where they should be few: for `useWorkbench`. */
  start(...options: readonly string[]): Promise<Pick<WorkbenchOptions, 'folder' | 'env'>>;
  /** The products as somebody else works in them. */
  portals(): Portals;
  /** Puts the clock of the products ahead of this computer's. */
  advanceClock(milliseconds: number): Promise<void>;
  /** The command line in the same folder, as from somebody else's terminal; fails unless it ends with 0. */
  program(...args: readonly string[]): Promise<void>;
  /** What it answers with `--json`, also where something waits for a person. */
  answer(...args: readonly string[]): Promise<unknown>;
  /** From now on a product answers so to the next requests, until the orders are withdrawn. */
  order(fault: FaultOrder): Promise<void>;
  withdrawOrders(): Promise<void>;
}

/**
 * Simulated tenants that outlive a reload of the window, in a folder of their own that is connected to them. To be
 * called before `useWorkbench`.
 */
export function useTenants(): Tenants {
  let folder: string | undefined;
  let tenants: Simulators | undefined;
  let portals: Portals | undefined;
  const started = () => {
    if (folder && tenants) return { folder, tenants };
    throw new Error('The tenants are not started');
  };
  afterAll(async () => {
    await tenants?.stop();
    if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const control = async (method: string, path: string, body?: unknown) => {
    const { ok, status } = await fetch(`${started().tenants.line.control}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!ok) throw new Error(`${method} ${path}: HTTP ${status}`);
  };
  return {
    async start(...options) {
      folder = await mkdtemp(join(tmpdir(), 'msp-sync-tenants-'));
      tenants = await startSimulators(folder, options);
      return { folder, env: tenants.secrets };
    },
    portals: () => {
      portals ??= portalsOf(started().tenants.line);
      return portals;
    },
    advanceClock: (advance) => control('POST', '/clock', { advance }),
    order: (fault) => control('POST', '/faults', fault),
    withdrawOrders: () => control('DELETE', '/faults'),
    async program(...args) {
      const { code, err } = await run(started().folder, args, started().tenants.secrets);
      if (code !== 0) throw new Error(`msp-sync ${args.join(' ')} ended with ${code}: ${err}`);
    },
    async answer(...args) {
      const { code, out, err } = await run(started().folder, ['--json', ...args], started().tenants.secrets);
      if (code !== EXIT.done && code !== EXIT.waiting && code !== EXIT.decisions)
        throw new Error(`msp-sync ${args.join(' ')} ended with ${code}: ${err}`);
      return JSON.parse(out);
    },
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
    const path = await workbench?.picture(`failed ${task.name.replaceAll(/[^\w ]+/g, ' ')}`);
    console.error(`The window at that moment: ${path}`);
  });
  afterAll(() => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The window is open only while the tests of its file run');
    return workbench;
  };
}
