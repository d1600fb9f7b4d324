import { expect, test } from 'vitest';
import { useWorkbench } from './fixture';

// A person who lets the editor sync by itself: each test goes on where the one before it ended.
const workbench = useWorkbench({ settings: { 'mspSync.automatic.enabled': true } });

test('a connected workspace is read by itself, with no command given', async () => {
  await workbench().openContainer();
  await workbench().command('MSP Sync: Start Demo Tenants');
  await workbench().notification('Demo tenants are running', 30_000);
  const systems = await workbench().view('Systems');
  const roots = await systems.rowsWhen((rows) => rows.length === 3, 120_000);
  expect(roots[0]?.description).toMatch(/^[\d,]+ records/);
  await workbench().screenshot('automatic 1 first run by itself');
});

test('it can be paused and resumed', async () => {
  await workbench().command('MSP Sync: Show Actions');
  expect(await workbench().quickPickEntries()).toContain('Pause Automatic Sync');
  await workbench().pick('Pause Automatic Sync');
  await workbench().command('MSP Sync: Show Actions');
  expect(await workbench().quickPickEntries()).toContain('Resume Automatic Sync');
  await workbench().screenshot('automatic 2 paused');
  await workbench().pick('Resume Automatic Sync');
});

test('the status bar item says when the next run comes, and that nothing is written yet', async () => {
  const hover = await workbench().hovered(() => workbench().statusBarItem(/MSP Sync/), 'Next automatic sync');
  await workbench().screenshot('automatic 3 status');
  const text = ((await hover.textContent()) ?? '').replaceAll('\u00a0', ' ');
  expect(text).toMatch(/Next automatic sync: in \d+ (min|h)/);
  expect(text).toMatch(/Last automatic success: (just now|\d+ min ago)/);
  expect(text).toMatch(/writes nothing until you have run Sync Now once/);
});
