import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { authorityFrom } from '../../../src/settings/authority';
import { parseSettings } from '../../../src/settings/read';
import { issue } from '../../support/certificates';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authority-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (setting: string) => authorityFrom(folder, 'vsa', setting)?.();

describe('a pinned authority', () => {
  it('is none where the setting is blank', () => {
    expect(authorityFrom(folder, 'vsa', '')).toBeUndefined();
    const vsa = { 'vsa.serverUrl': 'vsa.example.com', 'vsa.username': 'api' };
    expect(parseSettings(vsa).connections.vsa).not.toHaveProperty('certificateAuthority');
    expect(parseSettings({ ...vsa, 'vsa.certificateAuthority': ' ca.pem ' }).connections.vsa).toMatchObject({
      certificateAuthority: 'ca.pem',
    });
  });

  it('is read from its text, or from a file in or outside the folder, its certificates alone', async () => {
    const root = await issue({ name: 'Root', authority: true });
    const text = `Bag Attributes\n${root.cert}\n${root.key}`;
    await writeFile(join(folder, 'ca.pem'), text);
    for (const setting of [text, 'ca.pem', join(folder, 'ca.pem')]) {
      expect(await read(setting)).toBe(`${root.cert.trim()}\n`);
    }
  });

  it('is read anew each time, so that a file may be mended', async () => {
    const again = authorityFrom(folder, 'vsa', 'ca.pem');
    await expect(again?.()).rejects.toMatchObject({ reason: 'settings' });
    await writeFile(join(folder, 'ca.pem'), (await issue({ name: 'Root', authority: true })).cert);
    expect(await again?.()).toContain('BEGIN CERTIFICATE');
  });

  it('that is none is refused without a word of what stands there', async () => {
    const { key } = await issue({ name: 'Root', authority: true });
    const cut = '-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----';
    await writeFile(join(folder, 'key.pem'), key);
    await writeFile(join(folder, 'large.pem'), Buffer.alloc(2 * 1024 * 1024));
    for (const setting of [key, cut, 'key.pem', 'large.pem', 'missing.pem', '.']) {
      const error: unknown = await read(setting)?.catch((why: unknown) => why);
      if (!Failure.is(error, 'settings')) throw new Error(`${setting} was taken`);
      expect(error.remedy).toBeTruthy();
      expect(`${error.message} ${error.remedy}`).not.toMatch(/c2VjcmV0|PRIVATE/);
    }
  });
});
