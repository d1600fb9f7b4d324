/** What people do in the three portals: edits, new records, records that go, machines renamed. All drawn from the seed. */
import { Failure } from '../../src/engine/failure';
import { type FieldName, fieldNames } from '../../src/engine/fields';
import type { Fields, Kind, SystemName } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Coverage } from './coverage';
import { formOf, type Held, isLiving, type Ledger } from './ledger';
import { ADDED, newcomer } from './newcomers';
import { isDeletable, Portal } from './portal';
import type { Scheduler } from './scheduler';
import type { Tenants } from './tenants';
import { blankOf, Typing } from './typing';

/** Where people are at work, and who takes note of it. */
export interface Workplace {
  readonly tenants: Tenants;
  readonly ledger: Ledger;
  readonly scheduler: Scheduler;
  readonly coverage: Coverage;
  readonly tell: (line: string) => void;
}

export class People {
  readonly typing: Typing;
  readonly portal: Portal;

  /** `counter`: what people of another stream have typed is told from theirs by it. */
  constructor(
    private readonly random: Random,
    private readonly world: Workplace,
    counter = 0,
  ) {
    this.typing = new Typing(random, world.tenants, counter);
    this.portal = new Portal(world.tenants);
  }

  /** One thing that somebody does somewhere; nothing, where the product refuses it. */
  async act(): Promise<void> {
    const deed = this.random.weighted<() => Promise<void>>([
      [12, () => this.edit()],
      [2, () => this.editTwoSides()],
      [3, () => this.newRecord()],
      [2, () => this.remove()],
      [2, () => this.archive()],
      [2, () => this.renameAgent()],
    ]);
    await this.refusable(deed);
  }

  async refusable(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.world.coverage.count('edit', 'refused by the product');
    }
  }

  living(system?: SystemName, kind?: Kind): readonly Held[] {
    return [...this.world.ledger.records.values()].filter(
      (held) =>
        isLiving(held) &&
        (system === undefined || held.system === system) &&
        (kind === undefined || held.kind === kind),
    );
  }

  /** Where the engine wrote last is where an edit is lost soonest. */
  private async edit(): Promise<void> {
    const { typing } = this;
    const hot = this.random.chance(0.6) ? this.somewhereHot() : null;
    if (hot) {
      await this.type(hot.held, { [hot.field]: typing.value(hot.held.kind, hot.field) });
      return;
    }
    const kind = this.random.weighted<Kind>([
      [3, 'organization'],
      [1, 'location'],
      [3, 'contact'],
      [3, 'asset'],
    ]);
    const held = typing.somebody(this.living(undefined, kind));
    const field = held && typing.fieldOf(held);
    if (!held || !field) return;
    const cleared = this.random.chance(0.12) && !typing.isRequired(held, field);
    if (cleared) this.world.coverage.count('edit', 'cleared');
    await this.type(held, { [field]: cleared ? blankOf(held.kind, field) : typing.value(held.kind, field) });
  }

  private somewhereHot(): { readonly held: Held; readonly field: FieldName } | null {
    const { ledger } = this.world;
    const { typing } = this;
    const place = typing.somebody(ledger.written.slice(-20));
    const held = place && ledger.records.get(place.key);
    if (!place || !held || !isLiving(held)) return null;
    const twins = this.living(undefined, held.kind).filter((one) => one.thing === held.thing);
    const one = this.random.chance(0.6) ? held : typing.somebody(twins);
    return one && typing.fieldsOf(one).includes(place.field) ? { held: one, field: place.field } : null;
  }

  /** The same thing is changed in two systems, to the same value or to two. */
  private async editTwoSides(): Promise<void> {
    const { typing } = this;
    const held = typing.somebody(this.living());
    const field = held && typing.fieldOf(held);
    if (!held || !field) return;
    const other = typing.somebody(
      this.living(undefined, held.kind).filter(
        (one) =>
          one.thing === held.thing && one.system !== held.system && typing.fieldsOf(one).includes(field),
      ),
    );
    const value = typing.value(held.kind, field);
    await this.type(held, { [field]: value });
    if (!other) return;
    const same = this.random.chance(0.5);
    if (same) this.world.coverage.count('edit', 'same on two sides');
    await this.type(other, { [field]: same ? value : typing.value(held.kind, field) });
  }

  /** Adds a record, where the product lets people. */
  add(): Promise<void> {
    return this.refusable(() => this.newRecord());
  }

  /** Deletes the record in its portal. */
  async delete(held: Held): Promise<boolean> {
    if (!(await this.portal.remove(held))) return false;
    held.record = null;
    held.goneAt = this.world.scheduler.now();
    this.world.tell(`  person deletes ${held.key}`);
    return true;
  }

  /** Changes, in another system, what is the same thing as one of these. */
  async editBeside(held: readonly Held[]): Promise<void> {
    const { typing } = this;
    const one = typing.somebody(held);
    const twin =
      one &&
      typing.somebody(
        this.living(undefined, one.kind).filter(
          (other) => other.thing === one.thing && other.system !== one.system,
        ),
      );
    const shared =
      one && twin ? typing.fieldsOf(twin).filter((field) => typing.fieldsOf(one).includes(field)) : [];
    const field = typing.somebody(shared.filter((name) => name !== 'active'));
    if (!twin || !field) return;
    this.world.coverage.count('edit', 'beside what is out of sight');
    await this.refusable(() => this.type(twin, { [field]: typing.value(twin.kind, field) }));
  }

  /** Types the values into the record, as its portal's form would. */
  async type(held: Held, changes: Fields): Promise<void> {
    const { tenants, ledger, scheduler, tell } = this.world;
    const { kind, id } = refOf(held.key);
    await tenants.clearly(async () => {
      const before = await tenants.look(held.system, kind, id);
      if (!before) return;
      await tenants.eyes[held.system].update(before, changes, new AbortController().signal);
    });
    const after = await tenants.look(held.system, kind, id);
    if (!after) return;
    for (const field of fieldNames(kind)) {
      if (formOf(kind, field, held.record?.fields[field]) !== formOf(kind, field, after.fields[field])) {
        held.listsTyped.set(field, scheduler.now());
        ledger.typedEntries(held, field, after, scheduler.now());
      }
    }
    const typed = ledger.typed(held, after, scheduler.now());
    held.record = after;
    for (const field of typed)
      tell(`  person types ${held.key} ${field} = ${JSON.stringify(after.fields[field])}`);
  }

  private async newRecord(): Promise<void> {
    const { tenants, ledger, scheduler, coverage, tell } = this.world;
    const [system, kind] = this.random.pick(ADDED);
    const model = this.typing.somebody(this.living(system, kind))?.record;
    if (!model) return;
    const n = this.typing.next();
    const record = await tenants.clearly(() =>
      tenants.eyes[system].create(kind, newcomer(model, n, tenants), new AbortController().signal),
    );
    ledger.add(record, `person's ${n}`, 'person', scheduler.now());
    coverage.count('edit', 'new record');
    tell(`  person adds ${system}:${kind}:${record.id} "${record.name}"`);
  }

  private async remove(): Promise<void> {
    const held = this.typing.somebody(this.living().filter(isDeletable));
    if (held && (await this.delete(held))) this.world.coverage.count('edit', 'record gone');
  }

  private async archive(): Promise<void> {
    const held = this.typing.somebody(
      this.living().filter(
        (one) => one.kind !== 'organization' && this.typing.fieldsOf(one).includes('active'),
      ),
    );
    if (!held) return;
    await this.type(held, { active: false });
    this.world.coverage.count('edit', 'record archived');
  }

  private async renameAgent(): Promise<void> {
    const { tenants, ledger, scheduler, coverage, tell } = this.world;
    const held = this.typing.somebody(this.living('vsa', 'asset'));
    if (!held) return;
    await this.portal.renameAgent(held, `RENAMED-${this.typing.next()}`);
    const after = await tenants.look('vsa', 'asset', refOf(held.key).id);
    if (!after) return;
    for (const field of ledger.typed(held, after, scheduler.now()))
      tell(`  person renames ${held.key}: ${field} = ${JSON.stringify(after.fields[field])}`);
    held.record = after;
    coverage.count('edit', 'agent renamed');
  }
}
