/** Checks of connections that are not saved yet. The validator, the engine and its HTTP client load on first use. */
import type { Checked } from '../engine/findings';
import type { SystemName } from '../engine/model';
import type { Log } from '../engine/ports';

export interface TryRequest {
  /** Path of the workspace folder. */
  readonly folder: string;
  /** The connection's settings as they would be saved. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly secret: (system: SystemName, origin: string) => Promise<string>;
  readonly signal: AbortSignal;
}

export class Trials {
  constructor(
    private readonly log: Log,
    private readonly notice: (text: string) => void,
  ) {}

  /** Rejects only when cancelled, or for settings that do not hold. */
  async check({ folder, raw, secret, signal }: TryRequest): Promise<Checked> {
    const { parseSettings } = await import('../settings/read');
    const { tryConnection } = await import('../compose');
    const { log, notice } = this;
    const settings = parseSettings(raw);
    return tryConnection({ folder, program: 'window', settings, secret, log, notice }, signal);
  }

  /** What was found with a secret says nothing any more without it; other windows of the folder see that it is gone. */
  async forget(folder: string, system: SystemName): Promise<void> {
    const { forgetChecked } = await import('../compose');
    await forgetChecked(folder, system);
  }

  /** Keeps what was found once the connection is saved. */
  async keep(folder: string, checked: Checked): Promise<void> {
    const { keepChecked } = await import('../compose');
    await keepChecked(folder, checked);
  }
}
