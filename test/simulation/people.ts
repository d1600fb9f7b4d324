/** What people do in the three portals: edits, new records, records that go, machines renamed. All drawn from the seed. */
import { Failure } from '../../src/engine/failure';
import { type FieldName, fieldNames, fieldSpec } from '../../src/engine/fields';
import type { Fields, FieldValue, Kind, SystemName } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Coverage } from './coverage';
import { formOf, type Held, isLiving, type Ledger } from './ledger';
import { DELETIONS, press } from './portals';
import type { Scheduler } from './scheduler';
import type { Tenants } from './tenants';
import { Values } from './values';

const TYPES: ReadonlySet<string> = new Set([
  'text',
  'note',
  'host',
  'serial',
  'url',
  'phone',
  'date',
  'flag',
  'ip',
  'emails',
  'phones',
]);
/** Other records hang on these names, or the product derives something from them. */
const LEFT_ALONE: ReadonlySet<string> = new Set(['shortName', 'primary']);
export class People {
  readonly values: Values;

  constructor(
    private readonly random: Random,
    private readonly world: {
      readonly tenants: Tenants;
      readonly ledger: Ledger;
      readonly scheduler: Scheduler;
      readonly coverage: Coverage;
      readonly tell: (line: string) => void;
    },
  ) {
    this.values = new Values(random);
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

  /** Nothing, where the product refuses it. */
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
    const hot = this.random.chance(0.6) ? this.somewhereHot() : null;
    if (hot) {
      await this.type(hot.held, { [hot.field]: this.values.of(hot.held.kind, hot.field) });
      return;
    }
    const kind = this.random.weighted<Kind>([
      [3, 'organization'],
      [1, 'location'],
      [3, 'contact'],
      [3, 'asset'],
    ]);
    const held = this.somebody(this.living(undefined, kind));
    const field = held && this.fieldOf(held);
    if (!held || !field) return;
    const cleared = this.random.chance(0.12) && !isRequired(held, field, this.world.tenants);
    if (cleared) this.world.coverage.count('edit', 'cleared');
    await this.type(held, {
      [field]: cleared ? blankOf(held.kind, field) : this.values.of(held.kind, field),
    });
  }

  /** Where the engine wrote not long ago. */
  somewhereHot(): { readonly held: Held; readonly field: FieldName } | null {
    const { ledger } = this.world;
    const place = this.somebody(ledger.written.slice(-20));
    const held = place && ledger.records.get(place.key);
    if (!place || !held || !isLiving(held)) return null;
    const twins = this.living(undefined, held.kind).filter((one) => one.thing === held.thing);
    const one = this.random.chance(0.6) ? held : this.somebody(twins);
    return one && this.fieldsOf(one).includes(place.field) ? { held: one, field: place.field } : null;
  }

  /** The same thing is changed in two systems, to the same value or to two. */
  private async editTwoSides(): Promise<void> {
    const held = this.somebody(this.living());
    const field = held && this.fieldOf(held);
    if (!held || !field) return;
    const other = this.somebody(
      this.living(undefined, held.kind).filter(
        (one) => one.thing === held.thing && one.system !== held.system && this.fieldsOf(one).includes(field),
      ),
    );
    const value = this.values.of(held.kind, field);
    await this.type(held, { [field]: value });
    if (!other) return;
    const same = this.random.chance(0.5);
    if (same) this.world.coverage.count('edit', 'same on two sides');
    await this.type(other, { [field]: same ? value : this.values.of(held.kind, field) });
  }

  /** Changes, in another system, what is the same thing as one of these. */
  async editBeside(held: readonly Held[]): Promise<void> {
    const one = this.somebody(held);
    const twin =
      one &&
      this.somebody(
        this.living(undefined, one.kind).filter(
          (other) => other.thing === one.thing && other.system !== one.system,
        ),
      );
    const shared =
      one && twin ? this.fieldsOf(twin).filter((field) => this.fieldsOf(one).includes(field)) : [];
    const field = this.somebody(shared.filter((name) => name !== 'active'));
    if (!twin || !field) return;
    this.world.coverage.count('edit', 'beside what is out of sight');
    await this.refusable(() => this.type(twin, { [field]: this.values.of(twin.kind, field) }));
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
    const [system, kind] = this.random.pick([
      ['bms', 'organization'],
      ['bms', 'contact'],
      ['bms', 'asset'],
      ['vsa', 'contact'],
      ['itglue', 'contact'],
      ['itglue', 'asset'],
      ['itglue', 'organization'],
    ] as const);
    const model = this.somebody(this.living(system, kind))?.record;
    if (!model) return;
    const n = this.values.number();
    const values = this.values.likeThat(model, tenants.eyes[system].abilities[kind].fields, n);
    const record = await tenants.clearly(() =>
      tenants.eyes[system].create(kind, values, new AbortController().signal),
    );
    ledger.add(record, `person's ${n}`, 'person', scheduler.now());
    coverage.count('edit', 'new record');
    tell(`  person adds ${system}:${kind}:${record.id} "${record.name}"`);
  }

  private async remove(): Promise<void> {
    const { tenants, coverage, tell } = this.world;
    const choices = this.living().filter(({ system, kind }) => DELETIONS[system][kind] !== undefined);
    const held = this.somebody(choices);
    const path = held && DELETIONS[held.system][held.kind]?.(refOf(held.key).id);
    if (!held || !path) return;
    const done = await tenants.clearly(() => press(tenants, held.system, 'DELETE', path));
    if (!done || (await tenants.look(held.system, held.kind, refOf(held.key).id))) return;
    held.record = null;
    coverage.count('edit', 'record gone');
    tell(`  person deletes ${held.key}`);
  }

  private async archive(): Promise<void> {
    const held = this.somebody(
      this.living().filter((one) => one.kind !== 'organization' && this.fieldsOf(one).includes('active')),
    );
    if (!held) return;
    await this.type(held, { active: false });
    this.world.coverage.count('edit', 'record archived');
  }

  private async renameAgent(): Promise<void> {
    const { tenants, ledger, scheduler, coverage, tell } = this.world;
    const held = this.somebody(this.living('vsa', 'asset'));
    if (!held) return;
    const n = this.values.number();
    const { id } = refOf(held.key);
    await tenants.clearly(() =>
      press(tenants, 'vsa', 'PUT', `/api/v1.0/assetmgmt/agents/${id}/rename/RENAMED-${n}`),
    );
    const after = await tenants.look('vsa', 'asset', id);
    if (!after) return;
    for (const field of ledger.typed(held, after, scheduler.now()))
      tell(`  person renames ${held.key}: ${field} = ${JSON.stringify(after.fields[field])}`);
    held.record = after;
    coverage.count('edit', 'agent renamed');
  }

  somebody<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.random.pick(list);
  }

  /** What may be typed in the record. */
  fieldsOf({ system, kind }: Held): readonly FieldName[] {
    const abilities = this.world.tenants.eyes[system].abilities[kind].fields;
    return fieldNames(kind).filter((field) => {
      const spec = fieldSpec(kind, field);
      return (
        spec !== undefined &&
        TYPES.has(spec.type) &&
        !LEFT_ALONE.has(field) &&
        abilities[field]?.write === 'always'
      );
    });
  }

  private fieldOf(held: Held): FieldName | undefined {
    const fields = this.fieldsOf(held).filter((field) => field !== 'active' || this.random.chance(0.2));
    return fields.length === 0 ? undefined : this.random.pick(fields);
  }
}

function isRequired(held: Held, field: FieldName, tenants: Tenants): boolean {
  const type = fieldSpec(held.kind, field)?.type;
  return tenants.eyes[held.system].abilities[held.kind].fields[field]?.required === true || type === 'flag';
}

const blankOf = (kind: Kind, field: FieldName): FieldValue =>
  ['emails', 'phones'].includes(fieldSpec(kind, field)?.type ?? '') ? [] : null;
