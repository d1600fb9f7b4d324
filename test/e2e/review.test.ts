import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useWorkbench } from './fixture';

// One person works through what the first sync left open; each test goes on where the one before it ended.
const workbench = useWorkbench({
  settings: {
    'explorer.autoReveal': false,
    // A strict threshold leaves more to the person.
    'mspSync.match.linkThreshold': 0.9995,
    'mspSync.match.suggestThreshold': 0.3,
  },
});

const review = () => workbench().view('Review');
const decisions = () =>
  readFile(join(workbench().folder, '.msp-sync', 'decisions.json'), 'utf8').catch(() => '');
/** What was thought through in the background stands in the tree once nothing moves for a while. */
async function settled(): Promise<void> {
  const view = await review();
  const look = async () =>
    JSON.stringify((await view.rows()).map(({ label, selected }) => [label, selected]));
  let now = await look();
  for (let before = ''; before !== now; now = await look()) {
    before = now;
    await workbench().page.waitForTimeout(1500);
  }
}
const count = (rows: { label: string; description: string }[], label: string) =>
  Number(rows.find((row) => row.label === label)?.description.replaceAll(',', '') ?? 0);

test('before the first sync the view says what will stand there', async () => {
  await workbench().openContainer();
  await (await review()).welcome(/stands here after the first sync/);
  await workbench().command('MSP Sync: Start Demo Tenants');
  await workbench().notification('Demo tenants are running', 30_000);
  await workbench().command('MSP Sync: Sync Now');
  await workbench().notification(/Sync finished/, 90_000);
  const rows = await (await review()).rowsWhen((shown) => shown.some(({ label }) => label === 'Suggestions'));
  expect(count(rows, 'Suggestions')).toBeGreaterThan(3);
  await workbench().screenshot('review 1 after the first sync');
});

test('accepting with the keyboard moves on to the next; undo brings it back', async () => {
  const view = await review();
  const before = await view.rowsWhen((rows) => rows.some(({ level }) => level === 2));
  const [first, second] = before.filter(({ level }) => level === 2);
  expect(first?.description).toMatch(/(BMS|VSA|IT Glue) – .* · \d+ % · /);
  await view.click(first?.label ?? '');
  await workbench().page.keyboard.press('a');
  await view.rowsWhen(
    (rows) =>
      count(rows, 'Suggestions') < count(before, 'Suggestions') &&
      rows.some(({ selected, label }) => selected && label === second?.label),
  );
  expect(await decisions()).toContain('"type": "same"');
  await workbench().screenshot('review 2 accepted');
  await workbench().page.keyboard.press('u');
  await view.rowsWhen((rows) => count(rows, 'Suggestions') === count(before, 'Suggestions'));
  expect(await decisions()).not.toContain('"type": "same"');
});

test('several rows are asked about once, with the count, and taken back from the message', async () => {
  const view = await review();
  const before = await view.rows();
  const [first, , third] = before.filter(({ level }) => level === 2);
  await view.selectThrough(first?.label ?? '', third?.label ?? '');
  await workbench().page.keyboard.press('n');
  const dialog = await workbench().dialog();
  expect(dialog.text).toMatch(/Never link [3-9] pairs\?/);
  await workbench().screenshot('review 3 asked once');
  await dialog.press('Never the Same');
  await view.rowsWhen((rows) => count(rows, 'Suggestions') === count(before, 'Suggestions') - 3);
  expect(await workbench().notification(/pairs kept apart/)).toBeTruthy();
  await workbench().pressInNotification(/pairs kept apart/, 'Undo');
  await view.rowsWhen((rows) => count(rows, 'Suggestions') === count(before, 'Suggestions'));
});

test('ignoring asks which side, why and until when', async () => {
  const view = await review();
  await settled();
  const before = await view.rows();
  const first = before.find(({ level }) => level === 2);
  await view.click(first?.label ?? '');
  await workbench().page.keyboard.press('i');
  const [side] = await workbench().quickPickEntries();
  await workbench().pick(side ?? '');
  await workbench().page.getByText('Ignore 1 record: Why?').waitFor();
  await workbench().answer('a loaner of ours');
  await workbench().page.getByText('Ignore Until When?').waitFor();
  await workbench().answer('2099-01-31');
  await view.rowsWhen((rows) => count(rows, 'Suggestions') < count(before, 'Suggestions'));
  expect(await decisions()).toMatch(/"reason": "a loaner of ours",\s+"until": "2099-01-31"/);
});

test('dragging one record onto another links them after a question', async () => {
  const view = await review();
  await settled();
  // Room for both systems' records on screen.
  await (await workbench().view('Systems')).pane.locator('.pane-header').click();
  await view.pressInTitle('Collapse All');
  await view.expand('Unmatched in BMS', 'Assets');
  const bms = (await view.rowsWhen((rows) => rows.some(({ level }) => level === 3))).find(
    ({ level }) => level === 3,
  );
  const parent = view.pane.locator('.monaco-list-row').filter({ hasText: 'Unmatched in IT Glue' });
  await parent.locator('.monaco-tl-twistie').click();
  await view.rowsWhen((rows) => rows.filter(({ label }) => label === 'Assets').length === 2);
  const assets = view.pane.locator('.monaco-list-row').filter({ hasText: /^Assets/ });
  await assets.last().locator('.monaco-tl-twistie').click();
  const rows = await view.rowsWhen((shown) => shown.at(-1)?.level === 3);
  const other = rows.findLast(({ level }) => level === 3);
  await (await view.row(bms?.label ?? '')).dragTo(await view.row(other?.label ?? ''));
  const dialog = await workbench().dialog();
  expect(dialog.text).toMatch(/Link ".*" and ".*"\?/);
  expect(dialog.text).toMatch(/Kaseya BMS: .* of .*, id \d+\s*IT Glue: .* of .*, id \d+/);
  await workbench().screenshot('review 4 dragged');
  await dialog.press('Link');
  await workbench().notification(/1 pair linked/);
});

test('a filter leaves one kind, and can be cleared', async () => {
  await workbench().command('MSP Sync: Filter Review by Kind…');
  await workbench().pick('Assets');
  await workbench().page.keyboard.press('Enter');
  const view = await review();
  await view.pane.getByText('Showing only Assets').waitFor();
  await workbench().screenshot('review 5 filtered');
  await workbench().command('MSP Sync: Clear Review Filter');
  await view.pane.getByText('Showing only Assets').waitFor({ state: 'detached' });
});
