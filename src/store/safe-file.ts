/** Files that are replaced whole or not at all, and survive a kill or a power cut at any instant. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../engine/failure';

/** Writes a temporary file, syncs it, renames it over the old one, and syncs the folder. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw diskFailure(error, path);
  }
}

/** The file's text, or null when there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw diskFailure(error, path);
  }
}

/** Moves a file that cannot be understood out of the way, under a name that says so; gives the new path. */
export async function setAside(path: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const aside = `${path}.damaged-${n}`;
    if ((await readText(aside)) !== null) continue;
    await rename(path, aside).catch((error: unknown) => {
      throw diskFailure(error, path);
    });
    return aside;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; its rename is durable enough without.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room, then run again. Nothing that was saved before is lost.',
  EDQUOT: 'The disk quota is used up: make room, then run again. Nothing that was saved before is lost.',
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
