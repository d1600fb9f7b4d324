/** The editor's settings as the door in `settings/read` takes them. That door and its validator load on first use. */
import { ConfigurationTarget, type Uri, type WorkspaceFolder, workspace } from 'vscode';
import type { SystemName } from '../engine/model';
import type { Settings } from '../settings/read';
import type { SettingKey } from '../settings/shape';
import { Owner } from './disposal';

export const SECTION = 'mspSync';

/** The one setting of each system that says whether there is a connection at all. */
const ADDRESS_OF: Readonly<Record<SystemName, SettingKey>> = {
  bms: 'bms.serverUrl',
  vsa: 'vsa.serverUrl',
  itglue: 'itglue.subdomain',
};

export class EditorSettings extends Owner {
  /** Calls back with what to ask about which folder's settings changed. */
  onDidChange(listener: (affects: (folder: Uri) => boolean) => void): void {
    this.own(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION))
          listener((folder) => event.affectsConfiguration(SECTION, folder));
      }),
    );
  }

  value(folder: WorkspaceFolder, key: SettingKey): string {
    const value = workspace.getConfiguration(SECTION, folder.uri).get<unknown>(key);
    return typeof value === 'string' ? value.trim() : '';
  }

  /** The systems that have an address, without validating anything. */
  configured(folder: WorkspaceFolder): readonly SystemName[] {
    const systems: readonly SystemName[] = ['bms', 'vsa', 'itglue'];
    return systems.filter((system) => this.value(folder, ADDRESS_OF[system]) !== '');
  }

  /** What stands in the settings of one connection, unread by any door. */
  async raw(folder: WorkspaceFolder, system: SystemName): Promise<Readonly<Record<string, unknown>>> {
    const { settingsShape } = await import('../settings/shape');
    const configuration = workspace.getConfiguration(SECTION, folder.uri);
    const keys = Object.keys(settingsShape).filter((key) => key.startsWith(`${system}.`));
    return Object.fromEntries(keys.map((key) => [key, configuration.get<unknown>(key)]));
  }

  /** Whether the folder asks for automatic sync, without validating anything. */
  automatic(folder: WorkspaceFolder): boolean {
    return workspace.getConfiguration(SECTION, folder.uri).get<unknown>('automatic.enabled') === true;
  }

  /** Rejects with a `settings` failure that names the key. */
  async read(folder: WorkspaceFolder): Promise<Settings> {
    const { parseSettings } = await import('../settings/read');
    const { settingsShape } = await import('../settings/shape');
    const configuration = workspace.getConfiguration(SECTION, folder.uri);
    const raw = Object.keys(settingsShape).map((key) => [key, configuration.get<unknown>(key)] as const);
    return parseSettings(Object.fromEntries(raw));
  }

  /** Writes into the workspace: the folder's own file when there are several folders. */
  async write(
    folder: WorkspaceFolder,
    values: Readonly<Partial<Record<SettingKey, string | object>>>,
  ): Promise<void> {
    const configuration = workspace.getConfiguration(SECTION, folder.uri);
    const many = (workspace.workspaceFolders?.length ?? 0) > 1;
    const target = many ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Workspace;
    for (const [key, value] of Object.entries(values)) {
      if (configuration.get<unknown>(key) !== value) await configuration.update(key, value, target);
    }
  }
}
