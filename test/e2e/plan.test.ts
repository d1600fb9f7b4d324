import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { useTenants, useWorkbench } from './fixture';

// One person looks before they write, writes a part of it, and takes it back; each test goes on where the one before it ended.
const tenants = useTenants();
const workbench = useWorkbench(async () => ({
  ...(await tenants.start('--organizations', '12')),
  settings: { 'explorer.autoReveal': false, 'mspSync.guard.maximumWrites': 1 },
}));
const LIMIT = /the limit for one run is 1\./;

const plan = () => workbench().view('Plan');
const saved = async () =>
  JSON.parse(await readFile(join(workbench().folder, '.msp-sync', 'plan.json'), 'utf8'));

/** A client's name that wants to be markup, a command, an icon, and to be read backwards. */
const HOSTILE = '<img src=x onerror=alert(1)>[go](command:workbench.action.closeWindow)$(error)\u202eexe';
const HOSTILE_ROW = /<img src=x onerror=alert\(1\)>/;

async function nameAClientSo(): Promise<void> {
  const { bms } = tenants.portals();
  const accounts = z
    .array(z.looseObject({ id: z.number(), name: z.string() }))
    .parse(await bms.send('GET', '/v2/crm/accounts/lookup'));
  const client = accounts.findLast(
    ({ name }) => !['Schulz & Krause Ingenieure GmbH', 'Sterling Logistics'].includes(name),
  );
  await bms.edit('organization', String(client?.id), { accountName: HOSTILE });
}

test('a plan is made, and nothing is written', async () => {
  await nameAClientSo();
  await workbench().openContainer();
  await workbench().closeViews('Systems', 'Review');
  await (await plan()).pane.getByText(/Nothing is written before you apply it/).waitFor();
  await workbench().command('MSP Sync: Plan');
  const rows = await (await plan()).rowsWhen((shown) => shown.length > 5, 90_000);
  expect(rows[0]?.description).toMatch(/^[\d,]+ values?, \d+ new$/);
  await workbench().screenshot('plan 1 made');
  const { steps } = await saved();
  expect(steps.length).toBeGreaterThan(100);
});

test('a step shows its differences, with where each value comes from', async () => {
  const view = await plan();
  await view.expand('Schulz & Krause Ingenieure GmbH');
  const rows = await view.rowsWhen((shown) => shown.some(({ level }) => level === 3));
  const step = rows.find(
    ({ level, description }) => level === 3 && /^update · (E-mails|Job title)$/.test(description),
  );
  await view.click(step?.label ?? '');
  const page = await workbench().panel();
  await page.getByRole('heading', { name: `${step?.label}: update in` }).waitFor();
  await page
    .getByRole('heading', { name: /, as planned$/ })
    .first()
    .waitFor();
  await workbench().screenshot('plan 2 differences');
  expect(await page.locator('.cell.planned ins').count()).toBeGreaterThan(0);
});

test('what a name says is text wherever it stands: nothing of it is drawn, linked or run', async () => {
  const { page } = workbench();
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  const view = await plan();
  await view.expand(HOSTILE_ROW);
  const client = await view.row(HOSTILE_ROW);
  expect(await client.textContent()).toMatch(/\[go\]\(command:workbench\.action\.closeWindow\)\$\(error\)/);
  expect(await client.textContent()).not.toContain('\u202e');
  expect(await client.locator('img, a[href], .codicon-error').count()).toBe(0);
  const rows = await view.rowsWhen((shown) => shown[0]?.level === 1 && shown[2]?.level === 3);
  await view.click(rows[2]?.label ?? '');
  const panel = await workbench().panel();
  await panel.locator('#page').getByText(HOSTILE_ROW).first().waitFor();
  await workbench().screenshot('plan 2b a hostile name');
  expect(await panel.locator('#page img, #page a[href^="command:"], #page script').count()).toBe(0);
  expect(await panel.locator('#page').textContent()).toContain('[go](command:workbench.action.closeWindow)');
  await client.hover();
  const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'alert(1)' });
  await hover.first().waitFor();
  expect(await hover.locator('img, a').count()).toBe(0);
  expect(asked).toEqual([]);
});

test('whole kinds and systems are left out at once, and single clients taken in again', async () => {
  await workbench().command('MSP Sync: Choose What Is Applied…');
  await workbench()
    .page.locator('.quick-input-widget:visible .quick-input-header')
    .getByRole('checkbox')
    .first()
    .click();
  await workbench().screenshot('plan 3 choosing');
  await workbench().page.keyboard.press('Enter');
  const view = await plan();
  await view.pressInTitle('Collapse All');
  await view.pane.getByText(/0 of [\d,]+ steps ticked/).waitFor();
  await view.tick('Sterling Logistics', /[1-9]\d* of [\d,]+ steps ticked/);
  await workbench().screenshot('plan 4 one client');
});

test('what was unticked is unticked still after the window was loaded again', async () => {
  const before = await (await plan()).pane.getByText(/steps ticked/).textContent();
  await workbench().reload();
  const view = await plan();
  await view.pane.getByText(/steps ticked/).waitFor();
  const count = (text: string | null) => /[\d,]+ of [\d,]+/.exec(text ?? '')?.[0];
  expect(count(await view.pane.getByText(/steps ticked/).textContent())).toBe(count(before));
});

/** Says yes to the question with counts, and to the guard that the low limit of this window trips. */
async function applyAllTheSame(yes: string): Promise<void> {
  await (await workbench().dialog(/Write |Take /)).press(yes);
  await (await workbench().dialog(LIMIT)).press('Apply All the Same');
}

test('a limit that would be passed stops it before the first write, with the ways on', async () => {
  await workbench().command('MSP Sync: Apply Plan…');
  await (await workbench().dialog()).press('Apply');
  const dialog = await workbench().dialog(LIMIT);
  await workbench().screenshot('plan 4b a limit');
  expect(dialog.text).toMatch(/raise mspSync\.guard\.maximumWrites or apply a part of it/);
  expect(dialog.text).toMatch(/Apply All the Same/);
  await dialog.press('Cancel');
  await workbench().statusBarItem('MSP Sync: Held by a Guard');
  expect((await saved()).steps.length).toBeGreaterThan(100);
});

test('applying asks with counts, and writes only what is ticked', async () => {
  await workbench().command('MSP Sync: Apply Plan…');
  const dialog = await workbench().dialog();
  expect(dialog.text).toMatch(/Write [\d,]+ values? to \d+ records?,? (and )?create \d+ records? in /);
  expect(dialog.text).toMatch(/[\d,]+ steps that you unticked will be left out/);
  await workbench().screenshot('plan 5 asked with counts');
  await applyAllTheSame('Apply');
  expect(await workbench().notification(/Plan finished/, 50_000)).toMatch(/\d+ changes written/);
  await workbench().screenshot('plan 6 applied');
});

test('the history tells the run; undoing it is a plan that is shown first', async () => {
  const history = await workbench().view('History');
  const [run] = await history.rowsWhen((rows) => rows.length > 0);
  expect(run?.label).toMatch(/^Plan applied of /);
  expect(run?.description).toMatch(/\d+ written/);
  await workbench().closeViews('Plan');
  await history.expand(run?.label ?? '');
  await history.rowsWhen((rows) => rows.length > 3);
  await workbench().screenshot('plan 7 history');
  await history.pressInRow(run?.label ?? '', 'Take Back…');
  const view = await plan();
  await view.pane.getByText(/Takes back: Plan applied of/).waitFor();
  await workbench().screenshot('plan 8 undo shown');
});

test('the undo is applied like any plan', async () => {
  await workbench().command('MSP Sync: Apply Plan…');
  await workbench().dialog();
  await workbench().screenshot('plan 9 undo asked');
  await applyAllTheSame('Take Back');
  expect(await workbench().notification(/Undo finished/, 50_000)).toMatch(/\d+ changes taken back/);
  await workbench().screenshot('plan 10 undone');
});

test('an apply can be cancelled: what was begun is finished, the rest waits, and it says so', async () => {
  await workbench().command('MSP Sync: Plan');
  // The plan of before stands until the new one is made, in which nothing is unticked.
  await (await plan()).pane.getByText(/, all ticked/).waitFor({ timeout: 90_000 });
  await workbench().command('MSP Sync: Apply Plan…');
  await applyAllTheSame('Apply');
  await workbench().notification(/Writing/, 30_000);
  await workbench().screenshot('plan 11 applying');
  await workbench().pressInNotification(/Writing/, 'Cancel');
  expect(await workbench().notification(/Plan cancelled/, 50_000)).toMatch(
    /[1-9]\d* changes? written, [\d,]+ steps? still to do/,
  );
  await workbench().screenshot('plan 12 cancelled');
  const { steps } = await saved();
  expect(steps.length).toBeGreaterThan(0);
});

interface SavedStep {
  readonly id: string;
  readonly action: string;
  readonly system: string;
  readonly record: string;
  readonly changes: readonly { readonly field: string; readonly from: unknown }[];
}

/** Somebody gives a person another job title where the plan would write one, and another program reads it. */
async function editedMeanwhile(title: string, told: RegExp): Promise<SavedStep> {
  const { steps, unticked = [] }: { steps: SavedStep[]; unticked?: string[] } = await saved();
  const step = steps.find(
    ({ id, action, system, changes }) =>
      action === 'update' &&
      system !== 'vsa' &&
      !unticked.includes(id) &&
      changes.some(({ field }) => field === 'title'),
  );
  if (!step) throw new Error('The plan writes no job title');
  const { bms, itglue } = tenants.portals();
  if (step.system === 'bms') await bms.edit('contact', step.record, { jobTitle: title });
  else await itglue.edit('contacts', step.record, { title });
  await tenants.program('drift', '--scan');
  await (await plan()).pane.getByText(told).waitFor({ timeout: 60_000 });
  return step;
}

test('what somebody edits while the plan waits is told before anything is written, and can be left out', async () => {
  const { id } = await editedMeanwhile('Gardener', /1 step no longer fits what is known/);
  await workbench().command('MSP Sync: Apply Plan…');
  const dialog = await workbench().dialog();
  expect(dialog.text).toMatch(/A step of the plan no longer fits\./);
  expect(dialog.text).toMatch(/: Job title has another value now\. Make a new plan, or leave out/);
  await workbench().screenshot('plan 13 edited meanwhile');
  await dialog.press('Leave Them Out');
  await (await workbench().dialog(/1 step that you unticked will be left out/)).press('Cancel');
  expect((await saved()).unticked).toEqual([id]);
});

test('or the plan is made anew, with what was edited', async () => {
  const { id, changes } = await editedMeanwhile('Head Gardener', /2 steps no longer fit what is known/);
  const { madeAt } = await saved();
  await workbench().command('MSP Sync: Apply Plan…');
  await (await workbench().dialog()).press('New Plan');
  const { pane } = await plan();
  await pane.getByText(/no longer fits? what is known/).waitFor({ state: 'hidden', timeout: 90_000 });
  await pane.getByText(/, all ticked/).waitFor();
  await workbench().screenshot('plan 14 made anew');
  const anew = await saved();
  expect(anew.madeAt).not.toBe(madeAt);
  const again = anew.steps.find((step: SavedStep) => step.id === id);
  expect(again?.changes.find(({ field }: { field: string }) => field === 'title')).not.toEqual(
    changes.find(({ field }) => field === 'title'),
  );
});

test('a plan made with a clock that is far off says so, and the way on is to make it anew, or all the same', async () => {
  await tenants.advanceClock(16 * 60_000);
  await workbench().command('MSP Sync: Plan');
  await (await plan()).pane.getByText(/The clock of .* is 16 minutes ahead/).waitFor({ timeout: 90_000 });
  await workbench().screenshot('plan 15 in doubt');
  await workbench().command('MSP Sync: Apply Plan…');
  await (await workbench().dialog(/Write /)).press('Apply');
  const dialog = await workbench().dialog(/The clock of .* is 16 minutes ahead/);
  await workbench().screenshot('plan 16 doubt asked');
  expect(dialog.text).toMatch(/New Plan/);
  expect(dialog.text).not.toMatch(/Apply a Part|Open Limits/);
  await dialog.press('Apply All the Same');
  // The systems are read again, and what is no doubt of the reading is asked after it.
  await (await workbench().dialog(LIMIT)).press('Cancel');
  expect((await saved()).doubts).toBeUndefined();
});
