/** No room on the disk, for real: a limit on the size of files everywhere, a small disk of its own where one may be mounted. */
import { execFileSync, spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROGRAM } from './support/build';
import {
  type Ended,
  ended,
  expectClear,
  filesIn,
  newFolder,
  run,
  secretsOf,
  settingsOf,
  writeSettings,
} from './support/program';
import { Story } from './support/story';

const FLEET = { seed: 2, organizations: 3, assetsPerOrganization: 4 } as const;

let story: Story;
let folder: string;
beforeEach(async () => {
  story = await Story.begin(FLEET);
  folder = await newFolder();
});
afterEach(async () => {
  await story.end();
  await rm(folder, { recursive: true, force: true });
});

const secrets = () => secretsOf(story.tenants.line);
const sync = (where: string): Promise<Ended> => run(where, ['sync'], secrets());

/** As `sync`, in a shell that lets no file grow beyond so many kilobytes. */
function cramped(kilobytes: number): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const command = `ulimit -f ${kilobytes}; exec "$0" "$@"`;
  return ended(
    spawn('bash', ['-c', command, process.execPath, PROGRAM, 'sync'], {
      cwd: folder,
      env: { PATH, HOME, ...secrets() },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** Names in IT Glue that stand there more often than in the fleet it began with. */
async function doubled(): Promise<readonly string[]> {
  const contacts = await story.portals.itglue.all('contacts');
  const names = contacts.map((contact) => `${contact['organization-id']} ${contact.name}`).sort();
  return names.filter((name, place) => name === names[place - 1]);
}

/** With room again the next run completes, and the one after it has nothing to do. */
async function recovers(where: string): Promise<void> {
  const twice = await doubled();
  const result = await sync(where);
  expect([0, 4], result.err).toContain(result.code);
  story.tenants.desk.startCountAnew();
  expect([0, 4]).toContain((await sync(where)).code);
  expect(story.writes()).toEqual([]);
  expect(await doubled()).toEqual(twice);
}

describe.skipIf(process.platform === 'win32')('files that may not grow', () => {
  it.each([1, 16])('beyond %i kB: the run says so, and the next one completes', async (kilobytes) => {
    await writeSettings(folder, settingsOf(story.tenants.line));
    const says = [/MSP-504 Could not read or write .*\(EFBIG\)/, /Nothing that was saved before is lost/];
    expectClear(await cramped(kilobytes), { code: 1, says, secrets: secrets() });
    for (const [name, text] of Object.entries(await filesIn(folder)))
      if (name.endsWith('.json')) expect(() => JSON.parse(text), name).not.toThrow();
    await recovers(folder);
  });
});

/** Whether this machine lets us mount a disk in memory; most containers and all unprivileged users may not. */
function mounted(where: string, kilobytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', where], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a small disk', () => {
  it('that is full, and one that is read-only: told, nothing lost, and done once there is room', async (test) => {
    if (!mounted(folder, 1024)) return test.skip('a disk in memory may not be mounted here');
    try {
      await writeSettings(folder, settingsOf(story.tenants.line));
      const ballast = join(folder, 'ballast');
      await writeFile(ballast, Buffer.alloc(1000 * 1024)).catch(() => undefined);
      const says = [
        /MSP-504 Could not read or write .*\(ENOSPC\)/,
        /The disk is full: make room, then run again/,
      ];
      expectClear(await sync(folder), { code: 1, says, secrets: secrets() });
      await rm(ballast);
      await recovers(folder);

      const before = await filesIn(folder);
      execFileSync('mount', ['-o', 'remount,ro', folder]);
      const cannot = [/MSP-504 Could not read or write .*\(EROFS\)/, /read-only disk: open the workspace/];
      expectClear(await sync(folder), { code: 1, says: cannot, secrets: secrets() });
      expect(await filesIn(folder)).toEqual(before);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
