import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { readSettingsFile, settingsPath, writeSettings } from '../../../src/settings/file';
import { parseSettings } from '../../../src/settings/read';
import { DEFAULT_VALUES } from '../../../src/systems/value-maps';

const failing = (raw: Readonly<Record<string, unknown>>): unknown => {
  try {
    return parseSettings(raw);
  } catch (error) {
    return error;
  }
};

describe('settings', () => {
  it('are the defaults where nobody wrote any', () => {
    const { connections, sync, wording, automatic } = parseSettings({});
    expect([connections, sync]).toEqual([{}, DEFAULT_SETTINGS]);
    expect(automatic).toEqual({ enabled: false, intervalMs: 3_600_000, quiet: [], unasked: SAFE_UNASKED });
    expect(wording).toEqual({
      values: { bms: {}, vsa: {}, ...DEFAULT_VALUES },
      addToLists: ['itglue.manufacturers', 'itglue.models'],
      bmsLists: {},
      activeStatuses: ['Active'],
      inactiveStatus: 'Inactive',
      twoWaySync: false,
    });
  });

  it('tell what automatic sync may do, and when', () => {
    const { automatic } = parseSettings({
      'automatic.enabled': true,
      'automatic.intervalMinutes': 15,
      'automatic.quietHours': ['22:00-06:30', '12:00-13:00'],
      'automatic.write': { asset: 'allButConflicts', contact: 'nothing' },
    });
    expect(automatic).toEqual({
      enabled: true,
      intervalMs: 900_000,
      quiet: [
        { from: 1320, to: 390 },
        { from: 720, to: 780 },
      ],
      unasked: { ...SAFE_UNASKED, asset: 'allButConflicts', contact: 'nothing' },
    });
  });

  it.each([
    ['automatic.quietHours', ['22-6'], /22:00-06:00/],
    ['automatic.quietHours', ['25:00-06:00'], /22:00-06:00/],
    ['automatic.intervalMinutes', 1, /automatic.intervalMinutes/],
    ['automatic.write', { asset: 'everything' }, /automatic.write/],
    ['automatic.write', { ticket: 'safe' }, /automatic.write/],
    ['reading.wholeEveryHours', 0, /reading.wholeEveryHours/],
  ])('refuse %s = %j, and say why', (key, value, words) => {
    expect(failing({ [key]: value })).toMatchObject({
      reason: 'settings',
      message: expect.stringMatching(words),
    });
  });

  it.each([
    ['bms.example.com', 'https://bms.example.com'],
    ['HTTPS://BMS.Example.COM/', 'https://bms.example.com'],
    [' https://bms.example.com:8443/api// ', 'https://bms.example.com:8443/api'],
    ['http://127.0.0.1:8101', 'http://127.0.0.1:8101'],
    ['http://localhost:8101/', 'http://localhost:8101'],
    ['http://[::1]:8101', 'http://[::1]:8101'],
  ])('read the address %s as %s', (serverUrl, expected) => {
    const { connections } = parseSettings({
      'bms.serverUrl': serverUrl,
      'bms.tenant': 'T',
      'bms.username': 'u',
    });
    expect(connections.bms).toEqual({ serverUrl: expected, tenant: 'T', username: 'u' });
  });

  it.each([
    ['http://bms.example.com', /only https/],
    ['http://127.0.0.1.example.com', /only https/],
    ['http://localhost.example.com', /only https/],
    ['ftp://bms.example.com', /only https/],
    ['https://kim@bms.example.com', /user name or a password/],
    ['https://', /not a web address/],
    ['https://a b', /not a web address/],
  ])('refuse the address %s', (serverUrl, why) => {
    const error = failing({ 'bms.serverUrl': serverUrl, 'bms.tenant': 'T', 'bms.username': 'u' });
    expect(error).toMatchObject({ reason: 'settings', message: expect.stringMatching(why) });
    expect(error).toMatchObject({ message: expect.stringContaining('mspSync.bms.serverUrl') });
  });

  it('want a connection whole or not at all', () => {
    expect(failing({ 'vsa.serverUrl': 'https://vsa.example.com' })).toMatchObject({
      message: 'The setting mspSync.vsa.username is empty.',
      remedy: expect.stringContaining('mspSync.vsa.username'),
    });
    expect(parseSettings({ 'vsa.username': 'u' }).connections).toEqual({});
    expect(parseSettings({ 'itglue.subdomain': 'acme' }).connections.itglue).toEqual({
      subdomain: 'acme',
      region: 'us',
      apiUrl: '',
    });
  });

  it('take a table of values in the place of the built-in one of the same field alone', () => {
    const own = { 'asset.type': { 'Managed Workstation': ['Workstation', 'Laptop'] } };
    const { values } = parseSettings({ 'sync.values': { itglue: own } }).wording;
    expect(values.itglue).toEqual({ ...DEFAULT_VALUES.itglue, ...own });
    const mine = { 'asset.status': { 'In service': ['In Use'] } };
    expect(parseSettings({ 'sync.values': { itglue: mine } }).wording.values.itglue).toEqual(mine);
  });

  it.each([
    [{ itglue: { 'asset.colour': { Red: ['Rot'] } } }, 'asset.colour'],
    [{ itglue: { 'asset.name': { A: ['B'] } } }, 'asset.name'],
    [{ bms: { 'asset.type': { A: ['X'], B: ['x'] } } }, '"x" stands under both "A" and "B"'],
    [{ bms: { 'asset.type': { A: ['B'], B: ['C'] } } }, '"B" is a name of its own'],
    [{ bms: { 'asset.type': { A: [] } } }, '"A" stands for nothing'],
    [{ autotask: {} }, 'autotask'],
  ])('refuse the tables %j, naming the setting', (values, words) => {
    expect(() => parseSettings({ 'sync.values': values })).toThrow(/mspSync\.sync\.values/);
    expect(() => parseSettings({ 'sync.values': values })).toThrow(words);
  });

  it('take authority by kind and field, creation by kind, and keep the other defaults', () => {
    const { sync } = parseSettings({
      'sync.authority': { 'asset.notes': 'bms', 'asset.model': 'ask', 'contact.title': 'itglue' },
      'sync.create': { contact: {}, asset: { itglue: ['vsa'] } },
      'sync.kinds': ['asset', 'organization'],
      'guard.maximumArchives': 0,
    });
    expect(sync.authority).toEqual({ asset: { notes: 'bms', model: 'ask' }, contact: { title: 'itglue' } });
    expect(sync.create).toEqual({ ...DEFAULT_SETTINGS.create, contact: {}, asset: { itglue: ['vsa'] } });
    expect(sync.kinds).toEqual(['organization', 'asset']);
    expect(sync.guard).toEqual({ ...DEFAULT_SETTINGS.guard, maximumArchives: 0 });
  });

  it('take the ways of a pair by kind, the rest both ways, and values that take part', () => {
    const { sync } = parseSettings({
      'sync.bmsItGlue': { contact: 'bms-to-itglue', asset: 'off' },
      'filter.organizationTypes': ['!Vendor '],
    });
    expect(sync.directions).toEqual({
      ...DEFAULT_SETTINGS.directions,
      bmsItGlue: { organization: 'both', location: 'both', contact: 'bms-to-itglue', asset: 'off' },
    });
    expect(sync.filters).toEqual({ ...DEFAULT_SETTINGS.filters, organizationTypes: ['!Vendor'] });
  });

  it('say where in a table something is wrong', () => {
    expect(failing({ 'sync.bmsItGlue': { asset: 'sideways' } })).toMatchObject({
      message: expect.stringMatching(/mspSync\.sync\.bmsItGlue is not valid \(at asset\): .*"bms-to-itglue"/),
    });
  });

  it.each<[string, unknown]>([
    ['sync.kinds', []],
    ['sync.kinds', ['ticket']],
    ['sync.authority', { asset: 'bms' }],
    ['sync.authority', { 'contact.model': 'bms' }],
    ['sync.authority', { 'asset.model': 'vorex' }],
    ['sync.create', { asset: { itglue: ['nowhere'] } }],
    ['match.linkThreshold', 0.2],
    ['match.linkThreshold', '0.9'],
    ['guard.maximumWrites', -1],
    ['guard.maximumShrinkPercent', 101],
    ['vsa.authentication', 'basic'],
    ['sync.bmsVsa', { asset: 'bms-to-itglue' }],
    ['sync.bmsItGlue', { tickets: 'both' }],
    ['sync.vsaItGlue', 'off'],
    ['filter.organizationTypes', 'Vendor'],
    ['filter.assetStatuses', ['  ']],
  ])('refuse %s: %j, naming the key', (key, value) => {
    expect(failing({ [key]: value })).toMatchObject({
      reason: 'settings',
      message: expect.stringContaining(`mspSync.${key} is not valid`),
      remedy: expect.stringContaining(`mspSync.${key}`),
    });
  });
});

describe('the settings file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'msp-sync-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const put = async (text: string): Promise<void> => {
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await writeFile(settingsPath(folder), text);
  };

  it('may be missing or empty', async () => {
    expect(await readSettingsFile(folder)).toEqual({});
    await put('\n');
    expect(await readSettingsFile(folder)).toEqual({});
  });

  it('may hold comments, a byte order mark, trailing commas and other people’s settings', async () => {
    await put(
      '\uFEFF{\n  // ours\n  "mspSync.bms.tenant": "T", /* x */\n  "editor.fontSize": 12,\n  "mspSync.later.thing": 1,\n}',
    );
    expect(await readSettingsFile(folder)).toEqual({ 'bms.tenant': 'T' });
  });

  it('keeps everything else when it is written', async () => {
    await put('{\n  // mine\n  "editor.fontSize": 12,\n  "mspSync.bms.tenant": "Old"\n}\n');
    await writeSettings(folder, { 'bms.tenant': 'New', 'bms.username': 'u' });
    const text = await readFile(settingsPath(folder), 'utf8');
    expect(text).toContain('// mine');
    expect(text).toContain('"editor.fontSize": 12');
    expect(await readSettingsFile(folder)).toEqual({ 'bms.tenant': 'New', 'bms.username': 'u' });
  });

  it('is made where there is none', async () => {
    await writeSettings(folder, { 'bms.tenant': 'T' });
    expect(JSON.parse(await readFile(settingsPath(folder), 'utf8'))).toEqual({ 'mspSync.bms.tenant': 'T' });
  });

  it.each(['{ "a": ', '[1]', '"text"', '{ "a": 1 } x'])(
    'is refused and left alone when it is no JSON object: %s',
    async (text) => {
      await put(text);
      const refused = { reason: 'settings', message: expect.stringMatching(/is not valid JSON/) };
      await expect(readSettingsFile(folder)).rejects.toMatchObject(refused);
      await expect(writeSettings(folder, { 'bms.tenant': 'T' })).rejects.toMatchObject(refused);
      expect(await readFile(settingsPath(folder), 'utf8')).toBe(text);
    },
  );
});
