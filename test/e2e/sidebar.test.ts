import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { useWorkbench } from './fixture';

const manifestSchema = z.object({
  contributes: z.object({
    views: z.record(z.string(), z.array(z.object({ name: z.string(), when: z.string().optional() }))),
    commands: z.array(z.object({ title: z.string(), category: z.string() })),
  }),
});

// The first hour of a person without any account, in one window: each test goes on where the one before it ended.
const workbench = useWorkbench({ settings: { 'explorer.autoReveal': false } });

async function fromManifest() {
  const [manifest, texts] = await Promise.all([
    json('package.json'),
    json('package.nls.json').catch(() => ({})),
  ]);
  const table = z.record(z.string(), z.string()).parse(texts);
  const resolved = JSON.stringify(manifest).replaceAll(/%([\w.]+)%/g, (whole, key) =>
    table[key] === undefined ? whole : JSON.stringify(table[key]).slice(1, -1),
  );
  return manifestSchema.parse(JSON.parse(resolved)).contributes;
}

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

test('the activity bar opens the container with its views', async () => {
  const { views } = await fromManifest();
  await workbench().openContainer();
  const sideBar = workbench().page.locator('.part.sidebar');
  for (const { name } of Object.values(views)
    .flat()
    .filter(({ when }) => when === undefined)) {
    await sideBar.getByText(name).first().waitFor();
  }
  await workbench().screenshot('sidebar 0 opened');
});

test('the command palette offers the commands', async () => {
  const { commands } = await fromManifest();
  const [first] = commands;
  await workbench().page.keyboard.press('F1');
  await workbench().quickInput().fill(`>${first?.category}: `);
  expect(await workbench().quickPickEntries()).toContainEqual(
    expect.stringContaining(`${first?.category}: `),
  );
  await workbench().page.keyboard.press('Escape');
});

test('a folder without connections says what to do', async () => {
  await workbench().openContainer();
  const systems = await workbench().view('Systems');
  await systems.welcome(/Configure Connections…/);
  await systems.welcome(/Start Demo Tenants/);
  await workbench().statusBarItem('MSP Sync: Set Up');
  const connections = await workbench().view('Connections');
  const rows = await connections.rowsWhen((shown) => shown.length === 3);
  expect(rows.map(({ label, description }) => [label, description])).toEqual([
    ['Kaseya BMS', 'not configured'],
    ['Kaseya VSA', 'not configured'],
    ['IT Glue', 'not configured'],
  ]);
  await workbench().screenshot('sidebar 1 not configured');
});

test('demo tenants start and connect the folder', async () => {
  await workbench().command('MSP Sync: Start Demo Tenants');
  await workbench().notification('Demo tenants are running', 30_000);
  const systems = await workbench().view('Systems');
  await systems.welcome(/nothing has been read yet/);
  await workbench().screenshot('sidebar 2 never synced');
});

test('checking the connections finds that they work', async () => {
  await workbench().command('MSP Sync: Check Connections');
  const connections = await workbench().view('Connections');
  const rows = await connections.rowsWhen(
    (shown) => shown.slice(0, 3).every(({ description }) => description.startsWith('works')),
    30_000,
  );
  for (const { label, description } of rows.slice(3))
    expect(`${label}: ${description}`).toMatch(/↔ .*: ready/);
  await connections.expand('Kaseya BMS');
  await connections.rowsWhen((shown) => shown.some(({ level }) => level === 2));
  await workbench().screenshot('sidebar 3 checked');
});

test('the first sync fills the tree, with a match status on every record', async () => {
  await workbench().command('MSP Sync: Sync Now');
  const said = await workbench().notification(/Sync finished/, 90_000);
  expect(said).toMatch(/[1-9][\d,]* changes written/);
  const systems = await workbench().view('Systems');
  const roots = await systems.rowsWhen((rows) => rows.length === 3);
  expect(roots.map(({ label }) => label)).toEqual(['Kaseya BMS', 'Kaseya VSA', 'IT Glue']);
  expect(roots[0]?.description).toMatch(/^[\d,]+ records · just now$/);
  await workbench().screenshot('sidebar 4 synced');

  await systems.expand('Kaseya BMS');
  // The topmost one, once it is drawn: what it holds must have room below it.
  const organizations = await systems.rowsWhen(
    ([, top]) => top?.level === 2 && top.description.includes('matched'),
  );
  const first = organizations[1];
  expect(first?.description).toMatch(/matched · (VSA|IT Glue)/);
  expect(first?.aria).toMatch(/, organization, matched with /);
  await systems.expand(first?.label ?? '', 'Assets');
  const assets = await systems.rowsWhen((rows) => rows.some(({ level }) => level === 4));
  const words =
    /^(matched|suggested|ambiguous|unmatched|ignored|conflict|pending|error|missing|inactive)( · (BMS|VSA|IT Glue)(, (BMS|VSA|IT Glue))*)?$/;
  for (const { description } of assets.filter(({ level }) => level === 4)) expect(description).toMatch(words);
  await workbench().screenshot('sidebar 5 assets');

  // One that was matched, not made.
  const machine = assets.find(
    ({ label, description }) => /-LT-/.test(label) && description.startsWith('matched'),
  );
  const tooltip = await workbench().hovered(() => systems.row(machine?.label ?? ''), 'Kaseya BMS id');
  await tooltip.getByText('Evidence').waitFor();
  await workbench().page.screenshot({ path: 'test-results/screenshots/sidebar 5b tooltip.png' });
});

test('a filter leaves only the chosen statuses, and can be cleared', async () => {
  await workbench().command('MSP Sync: Filter by Match Status…');
  await workbench().pick('conflict');
  await workbench().page.keyboard.press('Enter');
  const systems = await workbench().view('Systems');
  await systems.pane.getByText(/Showing [\d,]+ of [\d,]+ records: conflict/).waitFor();
  await workbench().screenshot('sidebar 6 filtered');
  await workbench().command('MSP Sync: Clear Filter');
  await systems.pane.getByText(/Showing [\d,]+ of/).waitFor({ state: 'detached' });
});

test('the report opens as a document and tells what is held and what matched', async () => {
  await workbench().command('MSP Sync: Show Report');
  const lines = workbench().page.locator('.monaco-editor .view-line');
  for (const heading of ['What each system holds', 'What matched, and why']) {
    // The editor draws spaces as no-break ones.
    await lines
      .filter({ hasText: new RegExp(heading.replaceAll(' ', '\\s')) })
      .first()
      .waitFor();
  }
  await workbench().screenshot('sidebar 7 report');
});
