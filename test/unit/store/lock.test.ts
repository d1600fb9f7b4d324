import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holderOf, takeLock } from '../../../src/store/lock';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const take = (program = 'msp-sync') =>
  takeLock({ folder, program, doing: 'sync', since: '2026-06-01T00:00:00Z', onLost: () => undefined });

/** A lock as another program left it. */
async function leave(holder: { pid: number; host: string }): Promise<void> {
  await mkdir(join(folder, 'lock'));
  const about = { program: 'an editor window', since: '2026-06-01T00:00:00Z', doing: 'sync', ...holder };
  await writeFile(join(folder, 'holder.json'), JSON.stringify(about));
}

const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('the lock of a workspace', () => {
  it('is held by one at a time, who is named, and free again afterwards', async () => {
    const release = await take();
    await expect(take('an editor window')).rejects.toMatchObject({
      reason: 'busy',
      message: expect.stringMatching(
        `in use by msp-sync \\(process ${process.pid} on .*, sync since 2026-06-01`,
      ),
      remedy: expect.stringMatching(/Wait until it has finished/),
    });
    await release();
    await (await take('an editor window'))();
  });

  it('is not waited for when its holder on this machine is dead', async () => {
    await leave({ pid: deadPid(), host: hostname() });
    const release = await take();
    expect(await holderOf(folder)).toMatchObject({ pid: process.pid, program: 'msp-sync' });
    await release();
  });

  it('is respected when its holder is alive, or on another machine', async () => {
    await leave({ pid: process.ppid, host: hostname() });
    await expect(take()).rejects.toMatchObject({ reason: 'busy' });
    await rm(join(folder, 'lock'), { recursive: true });
    await leave({ pid: deadPid(), host: 'another-machine' });
    await expect(take()).rejects.toThrow(/on another-machine/);
  });

  it('is respected when nobody knows who holds it', async () => {
    await mkdir(join(folder, 'lock'));
    await writeFile(join(folder, 'holder.json'), '{"progr');
    await expect(take()).rejects.toThrow('This workspace is in use by another MSP Sync.');
  });

  it('is not waited for when nobody refreshes it and a clock that was set back would have it fresh for ever', async () => {
    await leave({ pid: process.ppid, host: hostname() });
    const tomorrow = new Date(Date.now() + 86_400_000);
    await utimes(join(folder, 'lock'), tomorrow, tomorrow);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const taking = take();
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    await vi.runOnlyPendingTimersAsync();
    vi.useRealTimers();
    await (await taking)();
  });

  it('is respected when its holder refreshes it after a clock was set back', async () => {
    await leave({ pid: process.ppid, host: hostname() });
    const tomorrow = new Date(Date.now() + 86_400_000);
    await utimes(join(folder, 'lock'), tomorrow, tomorrow);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const taking = take();
    taking.catch(() => undefined);
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    await utimes(join(folder, 'lock'), new Date(), new Date());
    await vi.runOnlyPendingTimersAsync();
    vi.useRealTimers();
    await expect(taking).rejects.toMatchObject({ reason: 'busy' });
  });

  it('tells a folder that cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const options = { program: 'x', doing: 'y', since: 'z', onLost: () => undefined };
    await expect(takeLock({ ...options, folder: join(folder, 'file', 'state') })).rejects.toMatchObject({
      reason: 'disk',
      remedy: expect.any(String),
    });
  });
});

it('a lock that was taken a moment ago is not mistaken for one of the dead whose name is still there', async () => {
  await writeFile(
    join(folder, 'holder.json'),
    JSON.stringify({ program: 'msp-sync', pid: deadPid(), host: hostname(), since: '', doing: 'sync' }),
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  await mkdir(join(folder, 'lock'));
  await expect(take()).rejects.toMatchObject({ reason: 'busy' });
});
