import { basename } from 'node:path';
import { type Disposable, RelativePattern, type WorkspaceFolder, workspace } from 'vscode';

/** Milliseconds to wait for more changes on disk before telling of them. */
const SETTLE = 300;

/** Tells of changes that another window, the command line or a person makes: the names of the files, some at a time. */
export function watchFolder(
  folder: WorkspaceFolder,
  changed: (names: ReadonlySet<string>) => void,
): Disposable {
  // One pair of braces: the editor reads none within another, and would match nothing.
  const pattern = new RelativePattern(
    folder,
    '.msp-sync/{decisions,plan,state/last-run,state/checks,state/reading}.json',
  );
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
