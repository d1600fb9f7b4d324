import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useWorkbench } from './fixture';

describe('a person with an account', () => {
  const workbench = useWorkbench();

  test('is asked step by step, told what is wrong, and may go back', async () => {
    const bench = workbench();
    await bench.openContainer();
    await bench.command('MSP Sync: Configure Connections…');
    await bench.pick('Kaseya BMS');
    await bench.answer('http://bms.example.com');
    await bench.page.getByText('Only https addresses are allowed.').waitFor();
    await bench.answer('https://bms.invalid');
    await bench.page.getByText('Company name, as on the BMS sign-in page').waitFor();
    await bench.page.locator('.quick-input-widget').getByRole('button', { name: 'Back' }).click();
    await bench.page.getByText('Address of your BMS server').waitFor();
    expect(await bench.quickInput().inputValue()).toBe('https://bms.invalid');
    await bench.answer('https://bms.invalid');
    await bench.page.getByText('Company name, as on the BMS sign-in page').waitFor();
    await bench.answer('Northwind');
    await bench.page.getByText('User name of the API employee').waitFor();
    await bench.answer('sync');
    await bench.page.getByText('Password of the API employee').waitFor();
    expect(await bench.quickInput().getAttribute('type')).toBe('password');
    await bench.screenshot('connect 1 password');
    await bench.answer('correct horse');
    await bench.notification('Kaseya BMS is configured.');
    const settings = await readFile(join(bench.folder, '.vscode', 'settings.json'), 'utf8');
    expect(JSON.parse(settings)).toEqual({
      'mspSync.bms.serverUrl': 'https://bms.invalid',
      'mspSync.bms.tenant': 'Northwind',
      'mspSync.bms.username': 'sync',
    });
  });

  test('a server that cannot be reached is told with its remedy, in the view too', {
    timeout: 120_000,
  }, async () => {
    const bench = workbench();
    await bench.command('MSP Sync: Check Connections');
    const connections = await bench.view('Connections');
    const rows = await connections.rowsWhen((shown) => /problem/.test(shown[0]?.description ?? ''), 40_000);
    expect(rows[0]?.label).toBe('Kaseya BMS');
    await connections.expand('Kaseya BMS');
    await bench.screenshot('connect 2 unreachable');
    await bench.command('MSP Sync: Sync Now');
    expect(await bench.notification(/MSP-\d+/, 60_000)).toMatch(/bms\.invalid/);
    await bench.statusBarItem('MSP Sync: Failed');
    const systems = await bench.view('Systems');
    expect(await systems.welcome()).toMatch(/could not be read/);
    await bench.screenshot('connect 3 sync failed');
  });
});

describe('a window that is not trusted', () => {
  const workbench = useWorkbench({
    trust: false,
    files: { '.vscode/settings.json': '{ "mspSync.bms.serverUrl": "https://bms.invalid" }' },
  });

  test('connects to nothing and says so', async () => {
    await workbench().openContainer();
    const systems = await workbench().view('Systems');
    expect(await systems.welcome()).toMatch(/not trusted/);
    await workbench().statusBarItem('MSP Sync');
    await workbench().screenshot('connect 4 untrusted');
  });
});
