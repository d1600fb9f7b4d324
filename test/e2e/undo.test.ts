import { expect, test } from 'vitest';
import * as z from 'zod';
import { useTenants, useWorkbench } from './fixture';

// A run has made a record, somebody works on it in its portal, and a person looks at what taking the run back would do; each
// test goes on where the one before it ended.
const tenants = useTenants();
const workbench = useWorkbench(async () => {
  const started = await tenants.start('--organizations', '3');
  await tenants.answer('sync');
  return started;
});

const SYNC = /^Sync of /;
const NOT_ARCHIVED = /someone has changed it since it was created$/;
const plan = () => workbench().view('Plan');

const undoShape = z.object({
  plan: z.object({
    steps: z.array(
      z.object({
        ...{ action: z.string(), system: z.string(), kind: z.string(), record: z.string(), name: z.string() },
        changes: z.array(z.object({ field: z.string() })),
      }),
    ),
    drift: z.array(z.object({ name: z.string(), reason: z.string() })),
  }),
});
const undoInTerminal = async () => undoShape.parse(await tenants.answer('undo', 'last')).plan;

async function takeBackTheSync(): Promise<void> {
  const history = await workbench().view('History');
  const [run] = await history.rowsWhen((rows) => SYNC.test(rows[0]?.label ?? ''));
  await history.pressInRow(run?.label ?? '', 'Take Back…');
}

test('what the run has made would be archived', async () => {
  await workbench().openContainer();
  await workbench().closeViews('Systems', 'Review', 'Plan');
  await takeBackTheSync();
  await (await plan()).pane.getByText(/Takes back: Sync of/).waitFor();
  await workbench().screenshot('undo 1 shown');
});

test('what somebody has typed in it since leaves it alone, as the command line says', async () => {
  const made = (await undoInTerminal()).steps.find(
    ({ action, system }) => action === 'archive' && system === 'itglue',
  );
  if (!made) throw new Error('The sync has made nothing in IT Glue that can be archived');
  await tenants.portals().itglue.edit('configurations', made.record, { 'asset-tag': 'ON-LOAN-7' });
  await takeBackTheSync();
  const view = await plan();
  await view.pane.getByText(/Takes back: Sync of/).waitFor();
  await view.pressInTitle('Collapse All');
  await view.expand('Cannot be taken back');
  const rows = await view.rowsWhen((shown) => shown.some(({ label }) => label === made.name));
  expect(rows.find(({ label }) => label === made.name)?.description).toMatch(NOT_ARCHIVED);
  await workbench().screenshot('undo 2 typed since');
  const { steps, drift } = await undoInTerminal();
  expect(steps.filter(({ record }) => record === made.record)).toEqual([]);
  expect(rows.filter(({ level }) => level === 2).map(({ label }) => label)).toEqual(
    drift.map(({ name }) => name),
  );
});

test('the reading can be cancelled: what was shown stays', async () => {
  await workbench().command('MSP Sync: Back to the Plan');
  await tenants.order({ system: 'itglue', status: 'slow', delay: 60_000, times: 100 });
  await takeBackTheSync();
  await workbench().notification(/Reading: \d+ of \d+/);
  await workbench().screenshot('undo 3 reading');
  await workbench().pressInNotification(/MSP Sync: Undo/, 'Cancel');
  await tenants.withdrawOrders();
  await workbench().statusBarItem(/MSP Sync: \d+ to Decide/);
  const { pane } = await plan();
  await pane.getByText(/^Made .* the systems are in step/).waitFor();
  expect(await pane.getByText(/Takes back/).count()).toBe(0);
  await workbench().screenshot('undo 4 cancelled');
});

test('where a system cannot be read nothing outdated is shown, but what to do', async () => {
  await tenants.order({ system: 'itglue', status: 403, times: 100 });
  await takeBackTheSync();
  await workbench().notification(/MSP-\d+/, 60_000);
  await (await plan()).welcome(/The undo is not shown: a system could not be read/);
  await workbench().screenshot('undo 5 unread');
});

test('a window that is loaded again reads again, and says the same', async () => {
  await workbench().reload();
  await workbench().notification(/MSP-\d+/, 60_000);
  await (await plan()).welcome(/The undo is not shown: a system could not be read/);
  await tenants.withdrawOrders();
  await workbench().screenshot('undo 6 unread still');
});

test('it is shown once the system answers, and stays over a reload', async () => {
  await (await plan()).pane.getByRole('button', { name: 'Try Again' }).click();
  await (await plan()).pane.getByText(/Takes back: Sync of/).waitFor();
  await workbench().reload();
  await (await plan()).pane.getByText(/Takes back: Sync of/).waitFor();
  await workbench().screenshot('undo 7 shown again');
});

test('what is typed after it was shown is left alone when it is applied', async () => {
  const restored = (await undoInTerminal()).steps.find(
    ({ system, kind, changes }) =>
      system === 'itglue' && kind === 'asset' && changes.length === 1 && changes[0]?.field === 'notes',
  );
  if (!restored) throw new Error('The sync has written no notes alone to a machine of IT Glue');
  const { itglue } = tenants.portals();
  await itglue.edit('configurations', restored.record, { notes: 'On the shelf' });
  await workbench().command('MSP Sync: Apply Plan…');
  await (await workbench().dialog(/Take /)).press('Take Back');
  expect(await workbench().notification(/Undo finished/, 50_000)).toMatch(
    /[1-9]\d* changes taken back, 1 left alone because someone changed it meanwhile/,
  );
  await workbench().screenshot('undo 8 taken back');
  expect(await itglue.get('configurations', restored.record)).toMatchObject({ notes: 'On the shelf' });
});
