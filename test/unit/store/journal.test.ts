import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../../src/store/disk';
import { listRuns, openJournal, readJournal } from '../../../src/store/journal';
import { CLOCK } from '../engine/fakes';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a journal', () => {
  it('holds every entry in order, each with its instant', async () => {
    const journal = await openJournal(folder, CLOCK);
    journal.note({ type: 'started' });
    for (let n = 0; n < 200; n += 1) journal.note({ type: 'seen', n });
    await journal.close();
    const entries = await readJournal(folder, journal.run);
    expect(entries.map(({ n }) => n)).toEqual([undefined, ...Array.from({ length: 200 }, (_, n) => n)]);
    expect(entries[0]).toEqual({ at: CLOCK.iso(), version: 1, type: 'started' });
  });

  it('has an intent on disk before it says so, and all that came before it', async () => {
    const journal = await openJournal(folder, CLOCK);
    journal.note({ type: 'planned' });
    await Promise.all([
      journal.intent({ type: 'intent', step: 'a' }),
      journal.intent({ type: 'intent', step: 'b' }),
    ]);
    const text = await readFile(join(folder, `${journal.run}.jsonl`), 'utf8');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).step ?? 'planned'),
    ).toEqual(['planned', 'a', 'b']);
    await journal.close();
  });

  it('is read without a last line that was cut, and with what follows a damaged one', async () => {
    const journal = await openJournal(folder, CLOCK);
    journal.note({ type: 'one' });
    await journal.close();
    const path = join(folder, `${journal.run}.jsonl`);
    await appendFile(path, 'rubbish\n{"at":"x","type":"two"}\n{"at":"x","type":"thr');
    expect((await readJournal(folder, journal.run)).map(({ type }) => type)).toEqual(['one', 'two']);
  });

  it('never shares its file with another run of the same instant', async () => {
    const [first, second] = [await openJournal(folder, CLOCK), await openJournal(folder, CLOCK)];
    expect(second.run).not.toBe(first.run);
    await Promise.all([first.close(), second.close()]);
    expect(await listRuns(folder)).toEqual([second.run, first.run]);
  });

  it('is the newest of all, also when the clock was set back', async () => {
    const at = (iso: string) => ({ ...CLOCK, iso: () => iso });
    const runs: string[] = [];
    for (const hour of ['10', '09', '08', '11', '07']) {
      const journal = await openJournal(folder, at(`2026-06-01T${hour}:00:00.000Z`));
      await journal.close();
      runs.unshift(journal.run);
    }
    expect(await listRuns(folder)).toEqual(runs);
  });

  it('can be read again after a disk that was full for a moment', async () => {
    let full = true;
    const disk: Disk = {
      ...nodeDisk,
      open: async (path, how) => {
        const file = await nodeDisk.open(path, how);
        const write = async (text: string) => {
          await file.write(full ? text.slice(0, text.length / 2) : text);
          if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
        };
        return { write, sync: () => file.sync(), close: () => file.close() };
      },
    };
    const journal = await openJournal(folder, CLOCK, disk);
    await expect(journal.intent({ type: 'intent', step: 'a' })).rejects.toMatchObject({ reason: 'disk' });
    full = false;
    await journal.intent({ type: 'intent', step: 'b' });
    await expect(journal.close()).rejects.toMatchObject({ reason: 'disk' });
    expect((await readJournal(folder, journal.run)).map(({ step }) => step)).toEqual(['b']);
  });

  it('tells a folder that cannot hold it', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openJournal(join(folder, 'file'), CLOCK)).rejects.toMatchObject({ reason: 'disk' });
    expect(await listRuns(join(folder, 'none'))).toEqual([]);
    expect(await readJournal(folder, 'none')).toEqual([]);
  });
});
