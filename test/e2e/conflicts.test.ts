import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useWorkbench } from './fixture';

// One person settles what the first sync left in dispute; each test goes on where the one before it ended.
const workbench = useWorkbench({
  settings: {
    'explorer.autoReveal': false,
    // What the demo's systems say differently is left to the person.
    'mspSync.sync.authority': { 'contact.title': 'ask', 'asset.model': 'ask', 'organization.website': 'ask' },
  },
});

const decisions = () =>
  readFile(join(workbench().folder, '.msp-sync', 'decisions.json'), 'utf8').catch(() => '');

test('a conflict stands with all its sides', { timeout: 120_000 }, async () => {
  await workbench().openContainer();
  await workbench().command('MSP Sync: Start Demo Tenants');
  await workbench().notification('Demo tenants are running', 30_000);
  await workbench().command('MSP Sync: Sync Now');
  await workbench().notification(/Sync finished/, 90_000);
  await workbench().command('MSP Sync: Resolve Conflicts');
  const page = await workbench().panel();
  await page.getByRole('heading', { name: /conflicts? waits? for a decision/ }).waitFor();
  await workbench().screenshot('conflicts 1 dark');
  expect(await decisions()).toBe('');
});
