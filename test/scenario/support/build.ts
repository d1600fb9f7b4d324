/** Once before the tests: the built command line is as new as its sources, for those that run it as a program. */
import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..', '..');
export const PROGRAM = join(ROOT, 'dist', 'msp-sync.js');

export async function setup(): Promise<void> {
  const built = await changedAt(PROGRAM);
  const names = await readdir(join(ROOT, 'src'), { recursive: true });
  const sources = await Promise.all(names.map((name) => changedAt(join(ROOT, 'src', name))));
  if (built > Math.max(...sources)) return;
  await promisify(execFile)(process.execPath, ['esbuild.js'], { cwd: ROOT });
}

/** Milliseconds since the epoch; 0 where there is no such file. */
async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}
