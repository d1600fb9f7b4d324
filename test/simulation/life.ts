/**
 * One life of the program: the real session over ports that can die at any call. After a crash none of them ever
 * answers again, and what the engine was doing is left where it was.
 */
import { SYSTEMS } from '../../src/engine/model';
import type { Clock, Log } from '../../src/engine/ports';
import { Session } from '../../src/engine/session';
import type { SyncSettings } from '../../src/engine/settings';
import type { Disk } from '../../src/store/disk';
import { FolderStore } from '../../src/store/store';
import { type DyingDiskOptions, dyingDisk } from './dying-disk';
import { Lifetime, type LifetimeOptions } from './lifetime';
import { Wire, type WireOptions } from './wire';

export interface LifeOptions extends LifetimeOptions, DyingDiskOptions, WireOptions {
  readonly folder: string;
  readonly settings: SyncSettings;
  readonly keptTogether: number;
  readonly logged: string[];
  /** By how many milliseconds the machine's clock is wrong just now. */
  readonly clockError: () => number;
}

export class Life {
  readonly session: Session;
  readonly clock: Clock;
  private readonly lifetime: Lifetime;
  private readonly disk: Disk;

  constructor(private readonly options: LifeOptions) {
    const { scheduler, tenants, settings, keptTogether, random } = options;
    const lifetime = new Lifetime(options);
    this.lifetime = lifetime;
    this.clock = {
      now: () => scheduler.now() + options.clockError(),
      iso: () => new Date(scheduler.now() + options.clockError()).toISOString(),
      yield: () => lifetime.later(0),
      sleep: (ms, signal) => lifetime.sleep(ms, signal),
    };
    const log = this.log();
    const drawn = random.fork('jitter');
    const wire = new Wire(lifetime, options);
    const connected = tenants.connect({
      clock: this.clock,
      log,
      random: () => drawn.next(),
      carrier: (system) => wire.carrier(system),
    });
    this.disk = dyingDisk(lifetime, options);
    this.session = new Session({
      systems: SYSTEMS.map((system) => options.witness.listings.watched(connected[system])),
      connections: { bms: 'bms', vsa: 'vsa', itglue: 'itglue' },
      prepareFolder: async () => undefined,
      openStore: () => this.store(),
      takeLock: async () => async () => undefined,
      clock: this.clock,
      log,
      settings,
      keptTogether,
      by: 'simulation',
    });
  }

  /** Rejects at the crash. */
  get end(): Promise<never> {
    return this.lifetime.end;
  }

  store(): FolderStore {
    return new FolderStore({
      folder: this.options.folder,
      clock: this.clock,
      disk: this.disk,
      onDamage: ({ path, why }) => {
        this.options.coverage.count('store', 'file set aside');
        this.options.tell(`  store: ${path} set aside: ${why}`);
      },
    });
  }

  close(): void {
    this.lifetime.close();
  }

  private log(): Log {
    const add = (level: string) => (message: string, details?: object) => {
      this.options.logged.push(`${level} ${message} ${details ? JSON.stringify(details) : ''}`);
    };
    return { debug: add('debug'), info: add('info'), warn: add('warn'), error: add('error') };
  }
}
