/** Asks for a secret where a workspace's settings lead to another server than before: it never gets the former one's. */
import { commands, l10n, type WorkspaceFolder } from 'vscode';
import { Failure } from '../../engine/failure';
import { SYSTEM_TITLES, SYSTEMS, type SystemName } from '../../engine/model';
import { Owner } from '../../host/disposal';
import type { Secrets } from '../../host/secrets';
import type { EditorSettings } from '../../host/settings';
import { showWarning } from '../../host/told';
import { originOf } from '../../settings/origins';
import type { SettingKey } from '../../settings/shape';
import type { SyncState } from '../state/state';
import { COMMANDS } from './ids';

const ADDRESSES: Readonly<Record<SystemName, readonly SettingKey[]>> = {
  bms: ['bms.serverUrl'],
  vsa: ['vsa.serverUrl'],
  itglue: ['itglue.apiUrl', 'itglue.region'],
};

/** Milliseconds until a series of changes is over: settings are written one by one. */
const SETTLE = 800;

export interface WatchPorts {
  readonly state: SyncState;
  readonly settings: EditorSettings;
  readonly secrets: Secrets;
}

export class AddressWatch extends Owner {
  private known = new Map<SystemName, string>();
  private folder: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ports: WatchPorts) {
    super();
    this.remember();
    this.own(ports.state.onDidChange(() => this.soon()));
    this.own({ dispose: () => clearTimeout(this.timer) });
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), SETTLE);
  }

  private remember(): void {
    const { folder } = this.ports.state;
    this.folder = folder?.uri.toString();
    this.known = new Map(SYSTEMS.map((system) => [system, folder ? this.addressOf(folder, system) : '']));
  }

  private addressOf(folder: WorkspaceFolder, system: SystemName): string {
    return ADDRESSES[system].map((key) => this.ports.settings.value(folder, key)).join(' ');
  }

  private async look(): Promise<void> {
    const { settings, state } = this.ports;
    const { folder } = state;
    if (!folder || folder.uri.toString() !== this.folder) return this.remember();
    const moved = SYSTEMS.filter((system) => this.addressOf(folder, system) !== this.known.get(system));
    if (moved.length === 0) return;
    this.remember();
    if (state.snapshot.readiness !== 'ready') return;
    const configured = settings.configured(folder);
    for (const system of moved) if (configured.includes(system)) await this.askFor(folder, system);
  }

  private async askFor(folder: WorkspaceFolder, system: SystemName): Promise<void> {
    const { settings, secrets } = this.ports;
    // Settings that do not hold are told by whoever uses them.
    const connections = await settings.read(folder).then(
      (read) => read.connections,
      () => null,
    );
    const origin = connections && originOf(system, connections);
    if (!origin) return;
    // A storage that does not work is told by whoever needs a secret of it.
    const missing = await secrets.get(system, origin).then(
      () => false,
      (error: unknown) => Failure.is(error, 'secret-missing'),
    );
    if (!missing) return;
    const enter = l10n.t('Enter Secret…');
    const text = l10n.t(
      'The settings now connect {0} at {1}, for which no secret is saved. It gets none of another server.',
      SYSTEM_TITLES[system],
      origin,
    );
    void showWarning(text, enter).then((chosen) => {
      if (chosen) void commands.executeCommand(COMMANDS.replaceSecret, system);
    });
  }
}
