import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { useTenants, useWorkbench } from './fixture';

// One person settles what the first sync left in dispute; each test goes on where the one before it ended.
const tenants = useTenants();
const workbench = useWorkbench(async () => ({
  ...(await tenants.start('--organizations', '6', '--assets-per-organization', '5')),
  settings: {
    'explorer.autoReveal': false,
    // What the demo's systems say differently is left to the person.
    'mspSync.sync.authority': {
      'contact.title': 'ask',
      'asset.model': 'ask',
      'organization.website': 'ask',
      'organization.notes': 'ask',
    },
  },
}));

const decisions = () =>
  readFile(join(workbench().folder, '.msp-sync', 'decisions.json'), 'utf8').catch(() => '');
const refusals: string[] = [];
const violation = z.object({
  id: z.string(),
  help: z.string(),
  nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })),
});

/** What axe finds wrong in the page of the panel in front, in a line each. */
async function violations(): Promise<string> {
  const frame = await workbench().panelFrame();
  await frame.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await frame.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations)',
  );
  return z
    .array(violation)
    .parse(found)
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    )
    .join('\n');
}

const heading = async () => (await workbench().panel()).locator('h2').first();
const subject = async () => (await (await heading()).textContent()) ?? '';
const focused = async () =>
  (await workbench().panelFrame()).evaluate('document.activeElement?.dataset.focus ?? ""');
const waiting = async (): Promise<number> =>
  Number(
    /[\d,]+/.exec((await (await workbench().panel()).locator('h1').textContent()) ?? '')?.[0] ?? Number.NaN,
  );

test('a conflict stands with all its sides', async () => {
  workbench().page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refusals.push(message.text());
  });
  await workbench().openContainer();
  await workbench().command('MSP Sync: Sync Now');
  await workbench().notification(/Sync finished/, 90_000);
  await workbench().command('MSP Sync: Resolve Conflicts');
  const page = await workbench().panel();
  await page.getByRole('heading', { name: /conflicts? waits? for a decision/ }).waitFor();
  await workbench().screenshot('conflicts 1 dark');
  expect(await page.locator('.cell').count()).toBeGreaterThan(1);
  expect(await decisions()).toBe('');
  expect(await violations()).toBe('');
});

test('a key chooses a side; the next conflict comes up with the focus; u takes it back', async () => {
  const page = await workbench().panel();
  const [before, first] = [await waiting(), await subject()];
  await page.locator('.use').first().focus();
  await workbench().page.keyboard.press('2');
  await expect.poll(waiting, { timeout: 30_000 }).toBe(before - 1);
  expect(await subject()).not.toBe(first);
  expect(await focused()).toMatch(/^use /);
  expect(await page.locator('[role=status]').textContent()).toMatch(/^Decided\./);
  expect(await decisions()).toContain('"type": "value"');
  await workbench().screenshot('conflicts 2 decided');
  await workbench().page.keyboard.press('u');
  await expect.poll(waiting, { timeout: 30_000 }).toBe(before);
  await expect.poll(subject, { timeout: 30_000 }).toBe(first);
  expect(await decisions()).not.toContain('"type": "value"');
});

test('a decision is a step of the plan, and nothing is written before it is applied', async () => {
  const page = await workbench().panel();
  await page.getByRole('option').filter({ hasText: 'Job title' }).first().click();
  const subjectBefore = await subject();
  await page.locator('.use').first().focus();
  await workbench().page.keyboard.press('e');
  const field = page.locator('vscode-textarea textarea');
  await field.fill('Head of Everything');
  await workbench().screenshot('conflicts 3 another value');
  await page.getByRole('button', { name: 'Use This Value' }).click();
  await expect.poll(subject, { timeout: 30_000 }).not.toBe(subjectBefore);
  await page.getByRole('button', { name: 'Show Plan' }).click();
  await workbench().closeViews('Systems', 'Review');
  const name = subjectBefore.split(':')[0] ?? '';
  const plan = JSON.parse(await readFile(join(workbench().folder, '.msp-sync', 'plan.json'), 'utf8'));
  const steps = plan.steps.filter((step: { name: string }) => step.name === name);
  expect(JSON.stringify(steps)).toContain('Head of Everything');
  expect(JSON.stringify(steps)).toContain('decided by ');
});

test('hiding the panel, and loading the window again, leave it where it was', async () => {
  await workbench().page.getByRole('tab', { name: 'Conflicts' }).click();
  const page = await workbench().panel();
  await page.getByRole('option').nth(3).click();
  const before = await subject();
  await workbench().command('MSP Sync: Show Drift Report');
  await workbench().page.getByRole('tab', { name: 'MSP Sync Drift Report.md' }).waitFor();
  await workbench().page.getByRole('tab', { name: 'Conflicts' }).click();
  await expect.poll(subject, { timeout: 30_000 }).toBe(before);
  await workbench().reload();
  await expect.poll(subject, { timeout: 30_000 }).toBe(before);
});

/** The first client that two of the products call by the same name. */
async function client(): Promise<{ name: string; bms: string; itglue: string }> {
  const { bms, itglue } = tenants.portals();
  const accounts = await bms.send('GET', '/v2/crm/accounts/summary?PageSize=100&PageNumber=1');
  const organizations = new Map((await itglue.all('organizations')).map((one) => [one.name, String(one.id)]));
  const both = z
    .array(z.object({ id: z.number(), accountName: z.string() }))
    .parse(accounts)
    .flatMap(({ id, accountName: name }) => {
      const other = organizations.get(name);
      return other === undefined ? [] : [{ name, bms: String(id), itglue: other }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (!both[0]) throw new Error('No client has the same name in both');
  return both[0];
}

test('a row of the tree leads to its conflict, and long texts are compared in the editor', async () => {
  const { name, ...ids } = await client();
  const { bms, itglue } = tenants.portals();
  await bms.edit('organization', ids.bms, { description: 'Calls before eight.' });
  await itglue.edit('organizations', ids.itglue, { description: 'Calls after nine.' });
  await workbench().command('MSP Sync: Sync Now');
  await workbench().notification(/Sync finished/, 90_000);
  await workbench().openContainer();
  const systems = await workbench().view('Systems');
  await systems.expand('Kaseya BMS');
  await systems.rowsWhen(
    (rows) => rows.some((row) => row.label === name && /conflict/.test(row.description)),
    30_000,
  );
  const isShown = async () => (await subject()) === `${name}: Notes`;
  await systems.pressInRow(name, 'Resolve Conflicts', isShown);
  const page = await workbench().panel();
  await workbench().screenshot('conflicts 4a from the tree');
  await page.getByRole('button', { name: 'Compare in the Editor' }).click();
  await workbench()
    .page.getByRole('tab', { name: `${name}, Notes: Kaseya BMS ↔ IT Glue` })
    .waitFor();
  const side = (which: string) =>
    workbench().page.locator(`.monaco-diff-editor .editor.${which} .view-lines`);
  await side('original').getByText('Calls before eight.').waitFor();
  await side('modified').getByText('Calls after nine.').waitFor();
  await workbench().screenshot('conflicts 4b compared in the editor');
  await workbench().command('View: Close Editor');
  // The panel comes to the front again and takes the focus once its page is loaded, which would close a list that is open.
  await expect.poll(subject, { timeout: 30_000 }).toBe(`${name}: Notes`);
});

test('why a value is what it is stands in words, for each field', async () => {
  await workbench().openContainer();
  await workbench().command('MSP Sync: Explain Values');
  await workbench()
    .page.getByText(/Which Organization/)
    .waitFor();
  const [organization] = await workbench().quickPickEntries();
  await workbench().pick(organization ?? '');
  await workbench()
    .page.getByText(/Which Record of/)
    .waitFor();
  const [itself] = await workbench().quickPickEntries();
  await workbench().pick(itself ?? '');
  const page = await workbench().panel();
  await page.getByRole('heading', { name: /: who is right, and why$/ }).waitFor();
  await page.locator('vscode-checkbox').first().click();
  await page
    .getByText(/has the last word/)
    .first()
    .waitFor();
  await workbench().screenshot('conflicts 4 explained');
  expect(await violations()).toBe('');
});

test.each(['Light 2026', 'Default High Contrast', 'Default High Contrast Light'])(
  'it can be read in %s, without a violation',
  async (theme) => {
    await workbench().theme(theme);
    await workbench().screenshot(`conflicts 5 explained, ${theme}`);
    expect(await violations()).toBe('');
    await workbench().command('MSP Sync: Resolve Conflicts');
    await (await workbench().panel())
      .getByRole('heading', { name: /conflicts? waits? for a decision/ })
      .waitFor();
    await workbench().screenshot(`conflicts 6, ${theme}`);
    expect(await violations()).toBe('');
    await workbench()
      .page.getByRole('tab', { name: /^Differences/ })
      .click();
    await (await workbench().panel()).getByRole('heading', { name: /who is right/ }).waitFor();
  },
);

test('the pages kept to their policy', () => {
  expect(refusals).toEqual([]);
});
