import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { useWorkbench } from './fixture';

// One person looks at the dashboard before and after the first sync; each test goes on where the one before it ended.
const workbench = useWorkbench({ settings: { 'explorer.autoReveal': false } });
const page = () => workbench().panel();

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
  await workbench().command('MSP Sync: Start Demo Tenants');
  await workbench().notification('Demo tenants are running', 30_000);
  await workbench().command('MSP Sync: Show Dashboard');
  await (await page()).getByText('Nothing has been synced yet').waitFor();
  await workbench().screenshot('dashboard 1 never');
  await (await page()).getByRole('button', { name: 'Sync Now' }).click();
  await workbench().notification(/Sync finished/, 90_000);
  await (await page()).getByRole('heading', { name: 'Coverage by system and kind' }).waitFor();
  await (await page())
    .getByRole('button', { name: /, written: \d+/ })
    .first()
    .waitFor();
  expect(await (await page()).locator('svg.chart').count()).toBeGreaterThan(2);
  expect(await (await page()).locator('svg[aria-label="Trend over runs"] circle').count()).toBeGreaterThan(2);
  await workbench().command('Notifications: Clear All Notifications');
  await workbench().screenshot('dashboard 2 dark');
  await (await page()).getByRole('heading', { name: 'Placeholder serial numbers' }).scrollIntoViewIfNeeded();
  await workbench().screenshot('dashboard 2 dark below');
  await (await page()).getByRole('heading', { name: 'Health' }).scrollIntoViewIfNeeded();
});

test('has nothing that keeps anybody out, in light and in high contrast too', async () => {
  expect(await violations()).toBe('[]');
  for (const theme of ['Light 2026', 'Default High Contrast']) {
    await workbench().theme(theme);
    expect(await violations()).toBe('[]');
    await workbench().screenshot(`dashboard 3 ${theme}`);
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
  await workbench().screenshot('dashboard 4 records');
  await (await page())
    .locator('svg[aria-label="Coverage by system and kind"] rect.look-good')
    .first()
    .click();
  await systems.pane.getByText(/Showing [\d,]+ of [\d,]+ records: matched, pending/).waitFor();
});

test('a day leads to its run in the History view', async () => {
  const day = (await page()).getByRole('button', { name: /, written: \d+/ }).first();
  await day.click();
  const history = await workbench().view('History');
  await history.rowsWhen((rows) => rows.some(({ selected, level }) => selected && level === 1));
  await workbench().screenshot('dashboard 5 run');
});

test('stands there again after a reload, with what is known', async () => {
  await workbench().reload();
  await (await page()).getByRole('heading', { name: 'Coverage by system and kind' }).waitFor();
  await workbench().screenshot('dashboard 6 reloaded');
});
