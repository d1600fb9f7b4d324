/** Which of the window's folders the views and commands are about. */
import { EventEmitter, type Memento, type WorkspaceFolder, workspace } from 'vscode';
import { Owner } from './disposal';

const CHOSEN = 'mspSync.folder';

export class Folders extends Owner {
  private readonly changed = this.own(new EventEmitter<void>());
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly memory: Memento,
    private readonly isConfigured: (folder: WorkspaceFolder) => boolean,
  ) {
    super();
    this.own(workspace.onDidChangeWorkspaceFolders(() => this.changed.fire()));
  }

  /** The chosen one, else the first that has connections, else the first. */
  get current(): WorkspaceFolder | undefined {
    const all = this.all;
    const chosen = this.memory.get<unknown>(CHOSEN);
    return all.find((folder) => folder.uri.toString() === chosen) ?? all.find(this.isConfigured) ?? all[0];
  }

  /** Only folders on a disk: the store and its lock need one. */
  get all(): readonly WorkspaceFolder[] {
    return (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  }

  async choose(folder: WorkspaceFolder): Promise<void> {
    await this.memory.update(CHOSEN, folder.uri.toString());
    this.changed.fire();
  }
}
