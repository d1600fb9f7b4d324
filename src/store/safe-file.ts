/** Files that are replaced whole or not at all, and survive a kill or a power cut at any instant. */
import { dirname } from 'node:path';
import { Failure } from '../engine/failure';
import { type Disk, nodeDisk } from './disk';

/** Writes a temporary file, syncs it, renames it over the old one, and syncs the folder. */
export async function replaceFile(path: string, text: string, disk: Disk = nodeDisk): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await disk.makeFolder(dirname(path));
    const file = await disk.open(temporary, 'empty');
    try {
      await file.write(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(temporary, path);
    await disk.syncFolder(dirname(path));
  } catch (error) {
    await disk.remove(temporary).catch(() => undefined);
    throw diskFailure(error, path);
  }
}

/** The file's text, or null when there is none. */
export async function readText(path: string, disk: Disk = nodeDisk): Promise<string | null> {
  try {
    return await disk.read(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw diskFailure(error, path);
  }
}

/** Moves a file that cannot be understood out of the way, under a name that says so; gives the new path. */
export async function setAside(path: string, disk: Disk = nodeDisk): Promise<string> {
  for (let n = 1; ; n += 1) {
    const aside = `${path}.damaged-${n}`;
    if ((await readText(aside, disk)) !== null) continue;
    await disk.rename(path, aside).catch((error: unknown) => {
      throw diskFailure(error, path);
    });
    return aside;
  }
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room, then run again. Nothing that was saved before is lost.',
  EDQUOT: 'The disk quota is used up: make room, then run again. Nothing that was saved before is lost.',
  EFBIG:
    'A file would be larger than this machine lets a program make it: raise that limit (ulimit -f), then run again. Nothing that was saved before is lost.',
  ENOTDIR: 'A file stands where a folder is needed: move it away, then run again.',
  EEXIST: 'A file stands where a folder is needed: move it away, then run again.',
  EROFS: 'The folder is on a read-only disk: open the workspace from a place that can be written.',
  EACCES: 'The folder may not be written: give your user write access to it.',
  EPERM: 'The folder may not be written: give your user write access to it.',
};

export function diskFailure(error: unknown, path: string): Failure {
  const code = codeOf(error) ?? 'unknown error';
  return new Failure('disk', `Could not read or write ${path} (${code}).`, {
    remedy: REMEDIES[code] ?? 'Check the folder and its disk, then run again.',
    cause: error,
  });
}
