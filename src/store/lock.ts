/** One writer at a time in a workspace, whoever it is: a window, another window, a `msp-sync` in a terminal. */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import * as z from 'zod';
import { Failure } from '../engine/failure';
import { codeOf, diskFailure, readText, replaceFile } from './safe-file';

const holderShape = z.object({
  program: z.string(),
  pid: z.number(),
  host: z.string(),
  since: z.string(),
  doing: z.string(),
});
export type Holder = z.infer<typeof holderShape>;

/** Milliseconds after which a lock that nobody refreshes is taken over. */
const STALE_MS = 15_000;

export interface LockOptions {
  /** The workspace's state folder. */
  readonly folder: string;
  /** `window` or `msp-sync`. */
  readonly program: string;
  readonly doing: string;
  /** ISO instant. */
  readonly since: string;
  /** Told when the lock was lost to someone else, which a sleeping machine can bring about. */
  readonly onLost: (why: Error) => void;
}

/** Takes the lock, or fails with `busy` naming who holds it. Gives the function that lets it go. */
export async function takeLock(options: LockOptions): Promise<() => Promise<void>> {
  const { folder } = options;
  const lockPath = join(folder, 'lock');
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw diskFailure(error, folder);
  });
  await clearDeadHolder(folder, lockPath);
  await clearOfTheFuture(lockPath);
  let release: () => Promise<void>;
  try {
    release = await lockfile.lock(folder, {
      lockfilePath: lockPath,
      stale: STALE_MS,
      onCompromised: options.onLost,
    });
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') throw busy(await holderOf(folder));
    throw diskFailure(error, lockPath);
  }
  const { program, since, doing } = options;
  const holder: Holder = { program, pid: process.pid, host: hostname(), since, doing };
  const holderPath = join(folder, HOLDER);
  try {
    await replaceFile(holderPath, `${JSON.stringify(holder)}\n`);
  } catch (error) {
    await letGo(release);
    throw error;
  }
  return async () => {
    // First the name, then the lock: a name that outlives its lock would speak of somebody long gone.
    await rm(holderPath, { force: true });
    await letGo(release);
  };
}

const HOLDER = 'holder.json';

/** A lock that was lost meanwhile needs no letting go. */
async function letGo(release: () => Promise<void>): Promise<void> {
  try {
    await release();
  } catch (error) {
    if (!['ERELEASED', 'ENOTACQUIRED', 'ECOMPROMISED'].includes(codeOf(error) ?? '')) throw error;
  }
}

export async function holderOf(folder: string): Promise<Holder | null> {
  const text = await readText(join(folder, HOLDER));
  if (text === null) return null;
  try {
    return holderShape.parse(JSON.parse(text));
  } catch {
    // Written a moment ago by someone else, or torn: who holds the lock is then simply not known.
    return null;
  }
}

/**
 * A process of this machine that died without letting go need not be waited for. Its lock is older than the name it left
 * beside it: a lock that is younger belongs to somebody who has not yet written theirs, and is left alone.
 */
async function clearDeadHolder(folder: string, lockPath: string): Promise<void> {
  const holder = await holderOf(folder);
  if (!holder || holder.host !== hostname() || alive(holder.pid)) return;
  const [lock, name] = await Promise.all([stat(lockPath), stat(join(folder, HOLDER))]).catch(() => []);
  if (!lock || !name || lock.birthtimeMs > name.mtimeMs) return;
  await remove(lockPath, lock.ino);
}

/**
 * A lock that was refreshed last in the future is one that a clock set back has left behind, or that of a living program
 * whose clock was just set back: that one refreshes it soon.
 */
async function clearOfTheFuture(lockPath: string): Promise<void> {
  const look = () => stat(lockPath).catch(() => null);
  const lock = await look();
  if (!lock || lock.mtimeMs <= Date.now() + STALE_MS) return;
  await new Promise((resolve) => setTimeout(resolve, STALE_MS));
  const now = await look();
  if (now?.ino === lock.ino && now.mtimeMs === lock.mtimeMs) await remove(lockPath, lock.ino);
}

/** Removes the lock that was looked at, and no other one. */
async function remove(lockPath: string, ino: number): Promise<void> {
  const aside = `${lockPath}.dead-${process.pid}`;
  try {
    await rename(lockPath, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw diskFailure(error, lockPath);
  }
  // Somebody else may have cleared and taken it between the look and the move: then it goes back.
  if ((await stat(aside)).ino === ino) await rm(aside, { recursive: true, force: true });
  else await rename(aside, lockPath);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function busy(holder: Holder | null): Failure {
  const who = holder
    ? `${holder.program} (process ${holder.pid} on ${holder.host}, ${holder.doing} since ${holder.since})`
    : 'another MSP Sync';
  return new Failure('busy', `This workspace is in use by ${who}.`, {
    remedy: 'Wait until it has finished, or stop it, then try again. Nothing was changed.',
  });
}
