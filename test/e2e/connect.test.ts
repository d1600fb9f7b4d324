import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type RunningProducts, startProducts } from '../../src/simulators/products';
import { useWorkbench } from './fixture';
import type { Workbench } from './workbench';

/** Waits for the question before it is answered: the box of the one before may still be there. */
async function reply(bench: Workbench, question: string | RegExp, answer: string): Promise<void> {
  await bench.page.locator('.quick-input-widget:visible').getByText(question).first().waitFor();
  await bench.answer(answer);
}

const ADDRESS = /Address of your BMS server/;
const COMPANY = /My Settings, My Profile, beside the gateway URL/;
const EMPLOYEE = /User name of the API employee/;
const PASSWORD = 'Password of the API employee';

describe('a person with accounts', () => {
  let tenants: RunningProducts;
  const workbench = useWorkbench(async () => {
    tenants = await startProducts({ seed: 7, organizations: 3, assetsPerOrganization: 4 });
    // Only where IT Glue answers cannot be asked for: its address follows from the region.
    const settings = { 'mspSync.itglue.apiUrl': tenants.line.itglue.url };
    return {
      settings: { 'explorer.autoReveal': false },
      files: { '.vscode/settings.json': JSON.stringify(settings) },
    };
  });
  afterAll(() => tenants.stop());

  const asked = (text: string | RegExp) =>
    workbench().page.locator('.quick-input-widget:visible').getByText(text).first().waitFor();
  const settingsText = () => readFile(join(workbench().folder, '.vscode', 'settings.json'), 'utf8');
  const saved = (some: object) =>
    expect.poll(async () => JSON.parse(await settingsText()), { timeout: 30_000 }).toMatchObject(some);
  const connections = () => workbench().view('Connections');

  test('is led in the recommended order, told what is wrong while typing, and may go back', async () => {
    const bench = workbench();
    await bench.openContainer();
    await bench.command('MSP Sync: Configure Connections…');
    await asked(/First, a pair with VSA/);
    const names = ['Kaseya BMS', 'Kaseya VSA', 'IT Glue'];
    expect((await bench.quickPickEntries()).filter((text) => names.includes(text))).toEqual(names);
    await bench.screenshot('connect 1 order');
    await bench.pick('Kaseya BMS');
    await bench.pick('Another address…');
    await asked(ADDRESS);
    await bench.quickInput().fill('http://bms.example.com');
    await asked('Only https addresses are allowed.');
    await bench.screenshot('connect 2 wrong while typing');
    await bench.answer(tenants.line.bms.url);
    await asked(COMPANY);
    await bench.page.locator('.quick-input-widget').getByRole('button', { name: 'Back' }).click();
    await asked(ADDRESS);
    expect(await bench.quickInput().inputValue()).toBe(tenants.line.bms.url);
    await bench.answer(tenants.line.bms.url);
    await reply(bench, COMPANY, tenants.line.bms.tenant);
    await reply(bench, EMPLOYEE, tenants.line.bms.username);
    await asked(PASSWORD);
    expect(await bench.quickInput().getAttribute('type')).toBe('password');
  });

  test('a wrong password is found before anything is saved, and mended by going back', async () => {
    const bench = workbench();
    await bench.answer('not the password');
    const dialog = await bench.dialog();
    expect(dialog.text).toMatch(/Kaseya BMS does not work with these answers/);
    await bench.screenshot('connect 3 wrong password');
    expect(await settingsText()).not.toContain('mspSync.bms');
    await dialog.press('Go Back and Correct');
    await asked('Password of the API employee');
    expect(await bench.quickInput().inputValue()).toBe('');
    await bench.answer(tenants.line.bms.password);
    await asked('next');
    expect(JSON.parse(await settingsText())).toMatchObject({
      'mspSync.bms.serverUrl': tenants.line.bms.url,
      'mspSync.bms.tenant': tenants.line.bms.tenant,
      'mspSync.bms.username': tenants.line.bms.username,
    });
  });

  test('a setup that is closed half-way goes on there', async () => {
    const bench = workbench();
    await bench.pick('Kaseya VSA');
    await bench.pick('VSA 9, access token');
    await reply(bench, /Address of your VSA server/, tenants.line.vsa.url);
    await asked(/System, User Security, Users/);
    await bench.page.keyboard.press('Escape');
    await bench.command('MSP Sync: Configure Connections…');
    await asked('begun, goes on where you left it');
    await bench.screenshot('connect 4 begun');
    await bench.pick('Kaseya VSA');
    await asked(/System, User Security, Users/);
    await bench.answer(tenants.line.vsa.username);
    await asked(/its scope must be REST API alone/);
    await bench.answer(tenants.line.vsa.token);
    // The next one is chosen already.
    await asked('next');
    await bench.page.keyboard.press('Enter');
    await bench.pick('United States');
    await asked(/Your subdomain/);
    await bench.quickInput().fill('acme.itglue.com');
    await asked('Only the first part, before the first dot.');
    await bench.answer(tenants.line.itglue.subdomain);
    await asked(/Account, Settings, API Keys/);
    await bench.answer(tenants.line.itglue.apiKey);
    await bench.notification('all three systems are connected');
    const text = await settingsText();
    for (const secret of [tenants.line.bms.password, tenants.line.vsa.token, tenants.line.itglue.apiKey])
      expect(text).not.toContain(secret);
  });

  test('VSA 10 by token id and secret, and VSA 9 by password, are set up the same way', async () => {
    const bench = workbench();
    const { vsa, vsa10 } = tenants.line;
    if (!vsa10) throw new Error('These tenants have no VSA 10');
    const begin = async (way: string) => {
      await bench.command('MSP Sync: Configure Connections…');
      await bench.pick('Kaseya VSA');
      await bench.pick(way);
    };
    await begin('VSA 10 (VSA X), token id and secret');
    await reply(bench, /Address of your VSA 10 server/, vsa10.url);
    await reply(bench, /Administration, Configuration, API Access, Third-Party Tokens/, vsa10.tokenId);
    await reply(bench, /Token secret: shown once/, vsa10.tokenSecret);
    await saved({ 'mspSync.vsa.authentication': 'vsa10', 'mspSync.vsa.username': vsa10.tokenId });
    await begin('VSA 9, password');
    await reply(bench, /Address of your VSA server/, vsa.url);
    await reply(bench, /System, User Security, Users/, vsa.username);
    await asked('Password');
    // The token that was saved for this server is not taken for its user's password.
    await bench.page.keyboard.press('Enter');
    await asked('Please fill this in.');
    await bench.answer(vsa.password);
    await saved({ 'mspSync.vsa.authentication': 'password', 'mspSync.vsa.username': vsa.username });
    const settings = await settingsText();
    for (const secret of [vsa.password, vsa10.tokenSecret]) expect(settings).not.toContain(secret);
  });

  test('the view tells what was found of each connection, and of each pair whether it is ready', async () => {
    const bench = workbench();
    // Room for every row.
    const open = bench.page
      .locator('.part.sidebar .pane-header[aria-expanded="true"]')
      .filter({ hasNotText: 'Connections' });
    while ((await open.count()) > 0) await open.first().click();
    const view = await connections();
    const rows = await view.rowsWhen(
      (shown) => shown.filter(({ label }) => label.includes('↔')).length === 3,
    );
    for (const { description } of rows.slice(0, 3)) expect(description).toMatch(/^works/);
    for (const { description } of rows.slice(3)) expect(description).toMatch(/^ready/);
    await view.expand('BMS ↔ IT Glue');
    const ways = await view.rowsWhen((shown) => shown.some(({ label }) => label === 'Contacts'));
    expect(ways.find(({ label }) => label === 'Contacts')?.description).toMatch(/^both ways, new ones/);
    await bench.screenshot('connect 5 ready');
  });

  test('beside whom a pair is synced, and which way a kind goes, is chosen on the pair', async () => {
    const bench = workbench();
    const view = await connections();
    await view.pressInRow('BMS ↔ IT Glue', 'Choose What Goes Which Way…');
    await bench.page.getByPlaceholder(/Does the vendors’ own integration already run/).waitFor();
    await bench.screenshot('connect 6 beside whom');
    await bench.pick('Yes, and it goes on');
    for (const kind of ['Organizations', 'Locations']) {
      await bench.page.getByPlaceholder(`${kind}: which way`).waitFor();
      await bench.pick('Both ways');
    }
    await bench.page.getByPlaceholder('Contacts: which way').waitFor();
    await bench.screenshot('connect 6 directions');
    await bench.pick('Only to IT Glue');
    await bench.page.getByPlaceholder('Assets: which way').waitFor();
    await bench.pick('Both ways');
    await view.rowsWhen((shown) =>
      shown.some(({ description }) => description.startsWith('only to IT Glue')),
    );
    await view.rowsWhen((shown) =>
      shown.some(({ description }) => description === 'ready · beside the vendors’ own sync'),
    );
    const settings = JSON.parse(await settingsText());
    expect(settings['mspSync.sync.bmsItGlue']).toEqual({ contact: 'bms-to-itglue' });
    expect(settings['mspSync.sync.vendorIntegrations']).toEqual({ bmsItGlue: 'adopt' });
  });

  test('a secret that was forgotten is asked for when it is needed, and entered from the message', async () => {
    const bench = workbench();
    await bench.command('MSP Sync: Sign Out…');
    await bench.pick('Kaseya BMS');
    await bench.notification(/Signed out of Kaseya BMS/);
    // The editor keeps a fourth message within 800 ms to itself; a person is not as quick as this.
    await bench.page.waitForTimeout(1000);
    await bench.command('MSP Sync: Sync Now');
    await bench.notification(/No secret is saved for Kaseya BMS/, 60_000);
    const view = await connections();
    const rows = await view.rowsWhen((shown) =>
      shown.some(({ description }) => /^blocked/.test(description)),
    );
    expect(rows.find(({ label }) => label === 'BMS ↔ VSA')?.description).toMatch(
      /^blocked because Kaseya BMS/,
    );
    await bench.screenshot('connect 7 blocked');
    await bench.pressInNotification(/No secret is saved for Kaseya BMS/, 'Enter Secret…');
    await asked('Password of the API employee');
    await bench.answer(tenants.line.bms.password);
    await view.rowsWhen((shown) =>
      shown.some(({ label, description }) => label === 'Kaseya BMS' && /^works/.test(description)),
    );
    await bench.page.waitForTimeout(1000);
    await bench.command('MSP Sync: Sync Now');
    await bench.notification(/Sync finished/, 90_000);
  });

  test('a workspace that changes an address gets a question, not the password', async () => {
    const bench = workbench();
    const settings = JSON.parse(await settingsText());
    const before = tenants.desk.counts().bms;
    const moved = { ...settings, 'mspSync.bms.serverUrl': 'http://127.0.0.1:9' };
    await writeFile(join(bench.folder, '.vscode', 'settings.json'), JSON.stringify(moved));
    expect(await bench.notification(/no secret is saved/, 30_000)).toMatch(/http:\/\/127\.0\.0\.1:9/);
    await bench.screenshot('connect 8 address changed');
    await writeFile(join(bench.folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    expect(tenants.desk.counts().bms).toEqual(before);
  });

  test('the walkthrough has followed', async () => {
    const bench = workbench();
    await bench.command('MSP Sync: Get Started');
    await bench.page.getByText('Connect BMS and VSA').first().waitFor();
    const done = bench.page.locator('.gettingStartedContainer .codicon.complete');
    await done.nth(3).waitFor();
    await bench.screenshot('connect 9 walkthrough');
  });
});

describe('a server that cannot be reached', () => {
  const workbench = useWorkbench();

  test('is told with its remedy, may be saved anyway, and stands in the view', async () => {
    const bench = workbench();
    await bench.openContainer();
    await bench.command('MSP Sync: Configure Connections…');
    await bench.pick('Kaseya BMS');
    await bench.pick('Another address…');
    await reply(bench, ADDRESS, 'https://bms.invalid');
    await reply(bench, COMPANY, 'Northwind');
    await reply(bench, EMPLOYEE, 'sync');
    await reply(bench, PASSWORD, 'correct horse');
    const dialog = await bench.dialog();
    expect(dialog.text).toMatch(/bms\.invalid/);
    await dialog.press('Save Anyway');
    await bench.page.locator('.quick-input-widget:visible').getByText('next').first().waitFor();
    await bench.page.keyboard.press('Escape');
    const view = await bench.view('Connections');
    const rows = await view.rowsWhen((shown) => /problem/.test(shown[0]?.description ?? ''), 40_000);
    expect(rows[0]?.label).toBe('Kaseya BMS');
    await bench.command('MSP Sync: Sync Now');
    expect(await bench.notification(/MSP-\d+/, 60_000)).toMatch(/bms\.invalid/);
    await bench.statusBarItem('MSP Sync: Failed');
    const systems = await bench.view('Systems');
    await systems.welcome(/could not be read/);
    await bench.screenshot('connect 10 unreachable');
  });
});

describe('a window that is not trusted', () => {
  /** Stands where the workspace says that BMS is, and counts whoever comes. */
  const visited = { times: 0 };
  const server = createServer((socket) => {
    visited.times += 1;
    socket.destroy();
  });
  const workbench = useWorkbench(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    const settings = {
      ...{ 'mspSync.bms.serverUrl': `http://127.0.0.1:${address.port}`, 'mspSync.bms.tenant': 'acme' },
      'mspSync.bms.username': 'sync',
    };
    return {
      trust: false,
      settings: { 'mspSync.automatic.enabled': true },
      files: { '.vscode/settings.json': JSON.stringify(settings) },
      env: { MSP_SYNC_BMS_PASSWORD: 'known' },
    };
  });
  afterAll(() => server.close());

  test('connects to nothing and says so, and no automatic sync begins', async () => {
    await workbench().openContainer();
    const systems = await workbench().view('Systems');
    await systems.welcome(/not trusted/);
    const item = await workbench().statusBarItem('MSP Sync');
    const hover = await workbench().hovered(async () => item, /trust/i);
    expect(await hover.textContent()).not.toMatch(/automatic/i);
    await workbench().screenshot('connect 11 untrusted');
    expect(visited.times).toBe(0);
  });

  test('follows once it is trusted: nothing else had kept it from that', async () => {
    await workbench().grantTrust();
    await workbench().statusBarItem('MSP Sync: Never Synced');
    for (let following = false; !following; ) {
      await workbench().command('MSP Sync: Show Actions');
      following = (await workbench().quickPickEntries()).includes('Pause Automatic Sync');
      await workbench().page.keyboard.press('Escape');
    }
    await workbench().screenshot('connect 12 trusted');
    await workbench().command('MSP Sync: Check Connections');
    await expect.poll(() => visited.times, { timeout: 30_000 }).toBeGreaterThan(0);
  });
});
