import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskFailure, readText, replaceFile, setAside } from '../../../src/store/safe-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('replacing a file', () => {
  it('makes it with its folders, for its owner only, and leaves nothing else', async () => {
    const path = join(folder, 'a', 'b.json');
    await replaceFile(path, 'one');
    await replaceFile(path, 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.json']);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('that cannot be done leaves what was there, and no temporary file', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await writeFile(join(path, 'inside'), 'kept');
    await expect(replaceFile(path, 'new')).rejects.toMatchObject({
      reason: 'disk',
      remedy: expect.any(String),
    });
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('kept');
  });
});

describe('reading and setting aside', () => {
  it('knows no file from an unreadable one', async () => {
    expect(await readText(join(folder, 'none'))).toBeNull();
    await expect(readText(folder)).rejects.toMatchObject({ reason: 'disk' });
  });

  it('never sets aside over something else', async () => {
    const path = join(folder, 'x');
    for (const text of ['one', 'two']) {
      await writeFile(path, text);
      await setAside(path);
    }
    expect((await readdir(folder)).sort()).toEqual(['x.damaged-1', 'x.damaged-2']);
    expect(await readFile(`${path}.damaged-2`, 'utf8')).toBe('two');
  });
});

describe('what a disk’s error means', () => {
  it.each([
    ['EACCES', /write access/],
    ['EPERM', /write access/],
    ['EROFS', /read-only disk/],
    ['ENOSPC', /disk is full.*Nothing that was saved before is lost/],
    ['EDQUOT', /quota/],
    ['EIO', /Check the folder and its disk/],
  ])('%s comes with its remedy', (code, remedy) => {
    const failure = diskFailure(Object.assign(new Error('x'), { code }), '/some/where');
    expect(failure).toMatchObject({
      reason: 'disk',
      message: `Could not read or write /some/where (${code}).`,
    });
    expect(failure.remedy).toMatch(remedy);
  });
});
