import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useWorkbench } from './fixture';

// One person goes through the questions in the match panel; each test goes on where the one before it ended.
const workbench = useWorkbench({
  settings: {
    'explorer.autoReveal': false,
    // A strict threshold leaves more to the person.
    'mspSync.match.linkThreshold': 0.9995,
    'mspSync.match.suggestThreshold': 0.3,
  },
});

const decisions = () =>
  readFile(join(workbench().folder, '.msp-sync', 'decisions.json'), 'utf8').catch(() => '');
const page = () => workbench().panel();
const subject = async () => (await (await page()).locator('h2').first().textContent()) ?? '';
const waiting = async () =>
  Number(/\d+/.exec((await (await page()).locator('h1').textContent()) ?? '')?.[0] ?? Number.NaN);
/** Resolves once so many questions wait. */
const waitFor = async (count: number) =>
  (await page()).getByRole('heading', { level: 1, name: new RegExp(`^${count} match`) }).waitFor();
const press = (key: string) => workbench().page.keyboard.press(key);

/** What axe finds wrong in the page of the panel in front, as JSON. */
async function violations(): Promise<unknown> {
  const frame = await workbench().panelFrame();
  await frame.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return frame.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => JSON.stringify(violations.map(({ id, help, nodes }) => [id, help, nodes.map(({ html, failureSummary }) => [html, failureSummary])])))',
  );
}

test('a question stands with its candidate beside it, the evidence field by field', async () => {
  await workbench().openContainer();
  await workbench().command('MSP Sync: Start Demo Tenants');
  await workbench().notification('Demo tenants are running', 30_000);
  await workbench().command('MSP Sync: Sync Now');
  await workbench().notification(/Sync finished/, 90_000);
  await workbench().command('MSP Sync: Compare Candidates');
  const shown = await page();
  await shown.getByRole('heading', { level: 1, name: /matches wait for a decision/ }).waitFor();
  expect(await waiting()).toBeGreaterThan(3);
  expect(await shown.locator('thead th').count()).toBeGreaterThan(2);
  expect(await shown.locator('td.agrees').first().textContent()).toMatch(/\+\d+\.\d bits/);
  await workbench().command('Notifications: Clear All Notifications');
  await workbench().screenshot('matches 1 dark');
  expect(await decisions()).toBe('');
});

test('has nothing that keeps anybody out, in light and in high contrast too', async () => {
  expect(await violations()).toBe('[]');
  for (const theme of ['Light 2026', 'Default High Contrast']) {
    await workbench().theme(theme);
    expect(await violations()).toBe('[]');
    await workbench().screenshot(`matches 2 ${theme}`);
  }
});

test('a single key links and goes on to the next; undo brings the question back', async () => {
  const [count, first] = [await waiting(), await subject()];
  await (await page()).locator('[data-focus^="accept"]').first().focus();
  await press('a');
  await waitFor(count - 1);
  expect(await decisions()).toContain('"type": "same"');
  expect(await (await page()).getByRole('status').textContent()).toMatch(/1 pair linked\. \d+ left\./);
  await workbench().screenshot('matches 3 linked');
  await press('u');
  await waitFor(count);
  await expect.poll(subject, { timeout: 30_000 }).toBe(first);
  expect(await decisions()).not.toContain('"type": "same"');
});

test('skip leaves the question open, never the same closes it', async () => {
  const [count, first] = [await waiting(), await subject()];
  await press('s');
  await expect.poll(subject, { timeout: 30_000 }).not.toBe(first);
  expect(await waiting()).toBe(count);
  await press('n');
  await waitFor(count - 1);
  expect(await decisions()).toContain('"type": "different"');
  await press('u');
  await waitFor(count);
});

test('another counterpart is looked up among all records, with what speaks against it', async () => {
  const count = await waiting();
  await press('o');
  await workbench()
    .page.getByText(/The Counterpart of/)
    .first()
    .waitFor();
  await workbench().quickPickEntries();
  const rows = await workbench().page.locator('.quick-input-list .monaco-list-row').allTextContents();
  expect(rows.join(' ')).toMatch(/\d+ %: .*(agree|contradict|nothing to compare)/);
  await workbench().screenshot('matches 4 another');
  await press('Escape');
  await workbench()
    .page.getByText(/The Counterpart of/)
    .first()
    .waitFor({ state: 'hidden' });
  expect(await waiting()).toBe(count);
});

test('the Review view is searched as one types, and cleared', async () => {
  const name = await subject();
  const review = await workbench().view('Review');
  await workbench().command('MSP Sync: Search Review…');
  await workbench().answer(name.toLowerCase());
  await review.pane.getByText(`Showing only rows with “${name.toLowerCase()}”`).waitFor();
  await workbench().screenshot('matches 5 searched');
  await (await page()).getByText('Only what the Review view is narrowed to is shown.').waitFor();
  await workbench().command('MSP Sync: Clear Review Filter');
  await review.pane.getByText('Showing only rows').waitFor({ state: 'detached' });
});
