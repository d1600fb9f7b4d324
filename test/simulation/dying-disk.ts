/** The disk as the program sees it: each operation takes its time, may be the last before a crash, and may find no room. */
import type { Disk, DiskFile } from '../../src/store/disk';
import type { Coverage } from './coverage';
import type { Lifetime } from './lifetime';
import { coded, type MemoryDisk } from './memory-disk';
import type { Scheduler } from './scheduler';

export interface DyingDiskOptions {
  readonly scheduler: Scheduler;
  readonly disk: MemoryDisk;
  /** Operations, by their number, between which the disk is full. */
  readonly diskFull: readonly [number, number] | null;
  /** Whether these are counted from the first write to a product on. */
  readonly fullOnceWriting: boolean;
  readonly coverage: Coverage;
}

export function dyingDisk(lifetime: Lifetime, options: DyingDiskOptions): Disk {
  const { direct } = options.disk;
  let calls = 0;
  const step = <T>(what: string, act: () => Promise<T>, full?: () => Promise<void>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (lifetime.dead) return;
      if (lifetime.writing || !options.fullOnceWriting) calls += 1;
      const number = calls;
      options.scheduler.after(1, async () => {
        if (lifetime.dead || lifetime.dies('before', `disk ${what}`)) return;
        const [from, to] = options.diskFull ?? [0, 0];
        if (full && number >= from && number < to) {
          options.coverage.count('fault', 'disk full');
          await full();
          reject(coded('ENOSPC', what));
          return;
        }
        await act().then(
          (value) => {
            if (!lifetime.dies('after', `disk ${what}`)) resolve(value);
          },
          (error: unknown) => reject(error),
        );
      });
    });
  const file = (inner: DiskFile): DiskFile => ({
    write: (text) =>
      step(
        'write',
        () => inner.write(text),
        () => inner.write(text.slice(0, Math.floor(text.length / 2))),
      ),
    sync: () => step('sync', () => inner.sync()),
    close: () => step('close', () => inner.close()),
  });
  const nothing = async () => undefined;
  return {
    read: (path) => step('read', () => direct.read(path)),
    names: (folder) => step('read', () => direct.names(folder)),
    makeFolder: (path) => step('make folder', () => direct.makeFolder(path)),
    open: (path, how) => step('open', async () => file(await direct.open(path, how)), nothing),
    rename: (from, to) => step('rename', () => direct.rename(from, to)),
    remove: (path) => step('remove', () => direct.remove(path)),
    syncFolder: (folder) => step('sync', () => direct.syncFolder(folder)),
  };
}
