import { execFile } from 'node:child_process';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { useTenants, useWorkbench } from './fixture';

// One person looks at the dashboard before and after the first sync; each test goes on where the one before it ended.
const tenants = useTenants();
const workbench = useWorkbench(async () => ({
  ...(await tenants.start('--organizations', '12', '--assets-per-organization', '6')),
  settings: { 'explorer.autoReveal': false },
}));
const page = () => workbench().panel();
const heading = async (name: string) => (await page()).getByRole('heading', { name });
const table = async (name: string) => (await page()).getByRole('group', { name });
/** The first column of a table, from top to bottom. */
const names = async (of: string) => (await table(of)).locator('tbody th').allTextContents();

const inState = (name: string) => join(workbench().folder, '.msp-sync', 'state', name);

/** What axe finds wrong in the page of the panel in front, as JSON. */
async function violations(): Promise<unknown> {
  const frame = await workbench().panelFrame();
  await frame.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return frame.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => JSON.stringify(violations.map(({ id, help, nodes }) => [id, help, nodes.map(({ html, failureSummary }) => [html, failureSummary])])))',
  );
}

test('it says that nothing was synced yet, and syncs by its own button', async () => {
  await workbench().openContainer();
  await workbench().command('MSP Sync: Show Dashboard');
  await (await page()).getByText('Nothing has been synced yet').waitFor();
  await workbench().screenshot('dashboard 1 never');
  await (await page()).getByRole('button', { name: 'Sync Now' }).click();
  await workbench().notification(/Sync finished/, 240_000);
  await (await heading('Coverage by system and kind')).waitFor();
  await (await page())
    .getByRole('button', { name: /, written: \d+/ })
    .first()
    .waitFor();
  expect(await (await page()).locator('svg.chart').count()).toBeGreaterThan(2);
  // What waits for a decision is a number on the container, not a message.
  const badge = workbench().page.locator('.activitybar .badge-content').filter({ hasText: /^\d+$/ });
  await badge.first().waitFor();
  await workbench().command('Notifications: Clear All Notifications');
  await workbench().screenshot('dashboard 2 dark');
});

const CLIENTS = z.object({
  clients: z.record(z.string(), z.array(z.looseObject({ day: z.string() }))),
});

/** As if all that is known of the clients had been found out so many days ago. */
async function age(days: number): Promise<void> {
  const text = await readFile(inState('clients.json'), 'utf8');
  const held = CLIENTS.loose().parse(JSON.parse(text));
  const earlier = (day: string) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
  const clients = Object.fromEntries(
    Object.entries(held.clients).map(([id, points]) => [
      id,
      points.map((point) => ({ ...point, day: earlier(point.day) })),
    ]),
  );
  await writeFile(inState('clients.json'), `${JSON.stringify({ ...held, clients })}\n`);
}

test('over several runs it shows how all went, and each organization, with long names too', async () => {
  const dots = async () => (await page()).locator('svg[aria-label="Trend over runs"] circle').count();
  const before = await dots();
  expect(before).toBeGreaterThan(2);
  await age(20);
  const { bms } = tenants.portals();
  const accounts = z
    .array(z.object({ id: z.number(), accountName: z.string() }))
    .parse(await bms.send('GET', '/v2/crm/accounts/summary?PageSize=100&PageNumber=1'));
  const [client] = accounts.sort((a, b) => (a.accountName < b.accountName ? -1 : 1));
  if (!client) return expect.unreachable('BMS has no account');
  const owned = (await bms.assets()).filter(({ accountName }) => accountName === client.accountName);
  const name = `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ${client.accountName}`;
  await bms.edit('organization', String(client.id), { accountName: name });
  expect(owned.length).toBeGreaterThan(0);
  for (const { id } of owned.slice(0, 3)) await bms.remove('asset', String(id));
  await workbench().command('MSP Sync: Sync Now');
  await workbench().notification(/Sync finished/, 240_000);
  await expect.poll(dots, { timeout: 30_000 }).toBeGreaterThan(before);
  const row = (await table('Every organization')).getByRole('row', { name });
  await row.getByText(/^worse: \d+ → \d+$/).waitFor();
  expect(await row.locator('svg.spark').count()).toBe(1);
  await (await table('Every organization')).getByText('unchanged').first().waitFor();
  await workbench().command('Notifications: Clear All Notifications');
  for (const [at, title] of [
    'Organizations that',
    'Every organization',
    'Trend over',
    'Placeholder',
  ].entries()) {
    await (await heading(title)).scrollIntoViewIfNeeded();
    await workbench().screenshot(`dashboard 3 went ${at}`);
  }
});

test('has nothing that keeps anybody out, in light and in high contrast too', async () => {
  expect(await violations()).toBe('[]');
  for (const theme of ['Light 2026', 'Default High Contrast']) {
    await workbench().theme(theme);
    expect(await violations()).toBe('[]');
    await workbench().screenshot(`dashboard 4 ${theme}`);
    await (await heading('Coverage by system')).scrollIntoViewIfNeeded();
    await workbench().screenshot(`dashboard 4 ${theme} top`);
    await (await heading('Every organization')).scrollIntoViewIfNeeded();
  }
});

test('a number leads to its records in the Systems view, by mouse in the chart and by keyboard in the table', async () => {
  const systems = await workbench().view('Systems');
  const number = (await page()).getByRole('button', { name: /^VSA assets, no counterpart: / });
  await number.focus();
  await workbench().page.keyboard.press('Enter');
  const rows = await systems.rowsWhen((shown) => shown.some(({ selected }) => selected));
  expect(rows.find(({ selected }) => selected)?.aria).toMatch(/unmatched/);
  await systems.pane.getByText(/Showing [\d,]+ of [\d,]+ records: unmatched/).waitFor();
  await workbench().screenshot('dashboard 5 records');
  await (await page())
    .locator('svg[aria-label="Coverage by system and kind"] rect.look-good')
    .first()
    .click();
  await systems.pane.getByText(/Showing [\d,]+ of [\d,]+ records: matched, pending/).waitFor();
  await (await table('Every organization'))
    .getByRole('button', { name: /, stale: [1-9]/ })
    .first()
    .click();
  await systems.pane.getByText(/Showing [\d,]+ of [\d,]+ records: missing/).waitFor();
  const missing = await systems.rowsWhen((shown) =>
    shown.some(({ selected, aria }) => selected && /missing/.test(aria)),
  );
  expect(missing.find(({ selected }) => selected)?.aria).toMatch(/missing/);
});

test('a day leads to its run in the History view', async () => {
  const day = (await page()).getByRole('button', { name: /, written: \d+/ }).first();
  await day.click();
  const history = await workbench().view('History');
  await history.rowsWhen((rows) => rows.some(({ selected, level }) => selected && level === 1));
  await workbench().screenshot('dashboard 6 run');
});

/** Of which kind the charts are: the choice that is pressed, and the rows of the first table. */
async function kindShown(): Promise<string> {
  const pressed = (await page()).getByRole('button', { name: 'Assets', exact: true, pressed: true });
  const rows = await names('Coverage by system and kind');
  return `${await pressed.count()} ${rows.join(', ')}`;
}

test('a heading sorts the organizations, a kind is chosen, and both stay so when the panel was hidden', async () => {
  const worstFirst = await names('Every organization');
  await (await table('Every organization'))
    .getByRole('button', { name: 'Organization', exact: true })
    .click();
  const byName = [...worstFirst].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  expect(byName).not.toEqual(worstFirst);
  await expect.poll(() => names('Every organization')).toEqual(byName);
  await (await page()).getByRole('button', { name: 'Assets', exact: true }).click();
  const ofAssets = '1 BMS assets, VSA assets, IT Glue assets';
  await expect.poll(kindShown).toBe(ofAssets);
  const sortedAssets = await names('Every organization');
  await workbench().command('MSP Sync: Show Drift Report');
  await workbench().page.getByRole('tab', { name: 'MSP Sync Drift Report.md' }).waitFor();
  await workbench().page.getByRole('tab', { name: 'Dashboard' }).click();
  await expect.poll(kindShown, { timeout: 30_000 }).toBe(ofAssets);
  expect(await names('Every organization')).toEqual(sortedAssets);
  await workbench().screenshot('dashboard 7 sorted');
});

test('after a reload it says that it reads, then stands there again, chosen and sorted as before', async () => {
  const [kind, byName] = [await kindShown(), await names('Every organization')];
  // A pipe in place of the file gives nothing before somebody writes into it.
  const [path, kept] = [inState('clients.json'), inState('clients.json.kept')];
  await rename(path, kept);
  await promisify(execFile)('mkfifo', [path]);
  await workbench().reload();
  await (await page()).getByText('Reading what is known…').waitFor();
  await workbench().screenshot('dashboard 8 loading');
  const pipe = await open(path, 'w');
  await rename(kept, path);
  await pipe.writeFile(await readFile(path));
  await pipe.close();
  await (await heading('Coverage by system and kind')).waitFor();
  await expect.poll(kindShown).toBe(kind);
  expect(await names('Every organization')).toEqual(byName);
});

test('what cannot be read is an alarm with its cause, and Try Again shows the charts once it can', async () => {
  const text = await readFile(inState('clients.json'), 'utf8');
  await writeFile(inState('clients.json'), '{ "version": 99 }');
  await workbench().command('MSP Sync: Refresh');
  const alarm = (await page()).getByRole('alert');
  await alarm
    .getByText(/What is known could not be read: .*clients\.json was written by a newer version/)
    .waitFor();
  await workbench().screenshot('dashboard 9 failed');
  await writeFile(inState('clients.json'), text);
  await (await page()).getByRole('button', { name: 'Try Again' }).click();
  await (await heading('Coverage by system and kind')).waitFor();
});
