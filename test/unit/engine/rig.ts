/** The real session and store on a folder of its own, over three systems in memory that people type into between runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decision } from '../../../src/engine/decisions';
import { Failure } from '../../../src/engine/failure';
import type { FieldName } from '../../../src/engine/fields';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import type { Fields, FieldValue, Identity, RecordKey, SystemName } from '../../../src/engine/model';
import { keyOf, SYSTEMS } from '../../../src/engine/model';
import { Session } from '../../../src/engine/session';
import { DEFAULT_SETTINGS, type SyncSettings } from '../../../src/engine/settings';
import { FolderStore } from '../../../src/store/store';
import { FakeSystem, NO_PROGRESS, record } from './fakes';

const HOUR = 3_600_000;

/** Nothing is made. */
export const NO_CREATE = {
  ...DEFAULT_SETTINGS,
  create: { organization: {}, location: {}, contact: {}, asset: {} },
};

/** No limit to how much less a system shows at once. */
export const ANY_SHRINK = { ...NO_CREATE, guard: { ...NO_CREATE.guard, maximumShrinkPercent: 100 } };

/** BMS's people are made in IT Glue. */
export const MAKING = {
  ...NO_CREATE,
  create: { ...NO_CREATE.create, contact: { itglue: ['bms' as const] } },
};

/** The id in a key. */
export const idOf = (key: string | undefined): string => key?.split(':')[2] ?? '';

export const BOTH = ['ada@acme.example', 'ada2@acme.example'];

export function ada(system: SystemName, id = '5') {
  const fields = { firstName: 'Ada', lastName: 'Lovelace', title: 'Clerk', active: true, emails: BOTH };
  return record(system, 'contact', id, { name: 'Ada Lovelace', ...fields });
}

export class Rig {
  now = Date.UTC(2026, 5, 1);
  settings: SyncSettings = DEFAULT_SETTINGS;
  connected: readonly SystemName[] = SYSTEMS;
  readonly systems: Readonly<Record<SystemName, FakeSystem>> = {
    bms: new FakeSystem('bms'),
    vsa: new FakeSystem('vsa'),
    itglue: new FakeSystem('itglue'),
  };
  private readonly clock = {
    now: () => this.now,
    iso: () => new Date(this.now).toISOString(),
    yield: async () => undefined,
    sleep: async () => undefined,
  };

  private constructor(private readonly folder: string) {}

  /** The same client in each of the systems. */
  static async begin(systems: readonly SystemName[] = SYSTEMS): Promise<Rig> {
    const rig = new Rig(await mkdtemp(join(tmpdir(), 'msp-sync-rig-')));
    for (const system of systems)
      rig.put(record(system, 'organization', '1', { name: 'Acme Widgets', active: true }));
    return rig;
  }

  /** The same person in each of the systems, too. */
  static async withAda(systems: readonly SystemName[]): Promise<Rig> {
    const rig = await Rig.begin(systems);
    for (const system of systems) rig.put(ada(system));
    return rig;
  }

  end(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  put(held: ReturnType<typeof record>): void {
    this.systems[held.system].records.set(held.id, held);
  }

  type(system: SystemName, id: string, fields: Fields): void {
    const held = this.systems[system].records.get(id);
    if (!held) throw new Error(`There is no ${id} in ${system}.`);
    this.put({ ...held, fields: { ...held.fields, ...fields } });
  }

  /** The person is another client's from now on. */
  move(system: SystemName, organization: string, fields: Fields = {}): void {
    const held = this.systems[system].records.get('5');
    if (!held) throw new Error(`${system} has nobody.`);
    this.put({ ...held, organization, fields: { ...held.fields, organization, ...fields } });
  }

  /** While this happens the system does not show the person. */
  async hiding(system: SystemName, meanwhile: () => void | Promise<void>): Promise<void> {
    const held = this.systems[system].records.get('5');
    if (!held) throw new Error(`${system} has nobody.`);
    this.systems[system].records.delete('5');
    await meanwhile();
    this.put(held);
  }

  /** From now on these systems refuse every change, and the others take it. */
  refusing(...systems: readonly SystemName[]): void {
    for (const system of SYSTEMS)
      this.systems[system].before = (method) => {
        if (method === 'update' && systems.includes(system)) throw new Failure('rejected', 'not today');
      };
  }

  /** A run, or what else is begun, that is killed as soon as the system has written. */
  async killedAfter(
    method: 'create' | 'update',
    system: SystemName,
    begin: () => Promise<unknown> = () => this.sync(),
  ): Promise<void> {
    const target = this.systems[system];
    await new Promise<void>((written) => {
      target.after = (done) => {
        if (done !== method) return;
        written();
        return new Promise(() => undefined);
      };
      void begin();
    });
    target.after = () => undefined;
  }

  /** A run that is killed while this system keeps it waiting: the one write to another is written down. */
  async killedWaitingFor(system: SystemName): Promise<string> {
    const target = this.systems[system];
    await new Promise<void>((waits) => {
      target.before = async (method) => {
        if (method !== 'update') return;
        while ((await this.session().history())[0]?.writes.length !== 1) await new Promise(setImmediate);
        waits();
        await new Promise(() => undefined);
      };
      void this.sync();
    });
    target.before = () => undefined;
    return (await this.session().history())[0]?.run ?? '';
  }

  /** A run with nobody looking. */
  follow() {
    return this.session().follow({ ...this.options, unasked: SAFE_UNASKED });
  }

  value(system: SystemName, id: string, field: FieldName): FieldValue | undefined {
    return this.systems[system].records.get(id)?.fields[field];
  }

  /** Keys of the people in the system. */
  people(system: SystemName): readonly RecordKey[] {
    const held = [...this.systems[system].records.values()];
    return held.filter(({ kind }) => kind === 'contact').map(keyOf);
  }

  /** The program, an hour later. */
  session(): Session {
    this.now += HOUR;
    return new Session({
      systems: this.connected.map((system) => this.systems[system]),
      connections: { bms: 'bms', vsa: 'vsa', itglue: 'itglue' },
      prepareFolder: async () => undefined,
      openStore: () => this.openStore(),
      takeLock: async () => async () => undefined,
      clock: this.clock,
      log: {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: () => undefined,
      },
      settings: this.settings,
      by: 'kim',
    });
  }

  /** What is remembered of the one person there is. */
  async remembered(): Promise<Identity> {
    const identities = [...(await this.openStore().load()).identities.values()];
    const person = identities.find(({ kind }) => kind === 'contact');
    if (!person) throw new Error('Nobody is remembered.');
    return person;
  }

  /** The file of decisions as Git merged it. */
  merged(...decisions: readonly Decision[]): Promise<void> {
    return this.openStore().saveDecisions(decisions);
  }

  private openStore(): FolderStore {
    return new FolderStore({ folder: this.folder, clock: this.clock, onDamage: () => undefined });
  }

  readonly options = { progress: NO_PROGRESS, signal: new AbortController().signal };

  async sync(): Promise<string> {
    return (await this.session().sync(this.options)).run;
  }

  /** As the commands do it: the records are read afresh. */
  async takeBack(run: string): Promise<void> {
    const plan = await this.session().undoOf(run, undefined, this.options);
    await this.session().apply(plan, { ...this.options, purpose: 'undo' });
  }

  async undo(run: string): Promise<void> {
    const plan = await this.session().undoOf(run);
    await this.session().apply(plan, { ...this.options, purpose: 'undo' });
  }
}
