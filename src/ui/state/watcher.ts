import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Disposable, RelativePattern, type WorkspaceFolder, workspace } from 'vscode';

/** Milliseconds to wait for more changes on disk before telling of them. */
const SETTLE = 300;

/** What other windows, the command line and people change, below `.msp-sync`, without `.json`. */
const WATCHED = ['decisions', 'plan', 'state/last-run', 'state/checks', 'state/reading'];

/**
 * Equal as long as none of the watched files was replaced: what was decided, by its text, for two decisions may be made within
 * one tick of a coarse clock; the others by when they were written and how long they are. Asked of the disk itself, as the
 * store does.
 */
export async function stampsOf(folder: WorkspaceFolder): Promise<string> {
  const stamps = WATCHED.map((name) => stampOf(join(folder.uri.fsPath, '.msp-sync', `${name}.json`), name));
  return (await Promise.all(stamps)).join();
}

async function stampOf(file: string, name: string): Promise<string> {
  try {
    if (name === 'decisions')
      return createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
    const { mtimeMs, size } = await stat(file);
    return `${mtimeMs} ${size}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${error.code}` : `${error}`;
  }
}

/** Tells of changes that another window, the command line or a person makes: the names of the files, some at a time. */
export function watchFolder(
  folder: WorkspaceFolder,
  changed: (names: ReadonlySet<string>) => void,
): Disposable {
  // One pair of braces: the editor reads none within another, and would match nothing.
  const pattern = new RelativePattern(folder, `.msp-sync/{${WATCHED.join()}}.json`);
  const watcher = workspace.createFileSystemWatcher(pattern);
  let names = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const soon = ({ fsPath }: { fsPath: string }) => {
    names.add(basename(fsPath));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const told = names;
      names = new Set();
      changed(told);
    }, SETTLE);
  };
  watcher.onDidChange(soon);
  watcher.onDidCreate(soon);
  watcher.onDidDelete(soon);
  return {
    dispose: () => {
      clearTimeout(timer);
      watcher.dispose();
    },
  };
}
