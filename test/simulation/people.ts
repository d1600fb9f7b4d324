/** What people do in the three portals: edits, new records, records that go, machines renamed. All drawn from the seed. */
import { Failure } from '../../src/engine/failure';
import { type FieldName, fieldNames, fieldSpec } from '../../src/engine/fields';
import type { Fields, FieldValue, Kind, SourceRecord, SystemName } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Coverage } from './coverage';
import { formOf, type Held, isLiving, type Ledger } from './ledger';
import type { Scheduler } from './scheduler';
import type { Tenants } from './tenants';

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
const WORDS = [
  'Nord',
  'Süd',
  'Østre',
  '西棟',
  'Annex',
  'Lab',
  'Ελλάς',
  '"Old"',
  'A & B',
  '<b>bold</b>',
  '=1+1',
  'naïve',
];

export class People {
  private counter = 0;

  constructor(
    private readonly random: Random,
    private readonly world: {
      readonly tenants: Tenants;
      readonly ledger: Ledger;
      readonly scheduler: Scheduler;
      readonly coverage: Coverage;
      readonly tell: (line: string) => void;
    },
  ) {}

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

  private async refusable(deed: () => Promise<void>): Promise<void> {
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
      await this.type(hot.held, { [hot.field]: this.value(hot.held.kind, hot.field) });
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
    await this.type(held, { [field]: cleared ? blankOf(held.kind, field) : this.value(held.kind, field) });
  }

  private somewhereHot(): { readonly held: Held; readonly field: FieldName } | null {
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
    const value = this.value(held.kind, field);
    await this.type(held, { [field]: value });
    if (!other) return;
    const same = this.random.chance(0.5);
    if (same) this.world.coverage.count('edit', 'same on two sides');
    await this.type(other, { [field]: same ? value : this.value(held.kind, field) });
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
    await this.refusable(() => this.type(twin, { [field]: this.value(twin.kind, field) }));
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
    this.counter += 1;
    const values = this.newValues(model);
    const record = await tenants.clearly(() =>
      tenants.eyes[system].create(kind, values, new AbortController().signal),
    );
    ledger.add(record, `person's ${this.counter}`, 'person', scheduler.now());
    coverage.count('edit', 'new record');
    tell(`  person adds ${system}:${kind}:${record.id} "${record.name}"`);
  }

  private newValues(model: SourceRecord): Fields {
    const { kind, system } = model;
    const abilities = this.world.tenants.eyes[system].abilities[kind].fields;
    const kept: Partial<Record<FieldName, FieldValue>> = {};
    for (const [field, value] of Object.entries(model.fields)) {
      const name = fieldNames(kind).find((one) => one === field);
      const ability = name && abilities[name];
      if (!name || !ability || ability.write === 'never' || value === undefined) continue;
      kept[name] = value;
    }
    const n = this.counter;
    if (kind === 'organization')
      return {
        ...kept,
        name: `Newcomer ${n} Works`,
        shortName: `NEW${n}`,
        website: `https://newcomer${n}.example`,
        parent: null,
      };
    if (kind === 'contact') {
      const person = {
        firstName: `Nova${n}`,
        lastName: `Quist${n}`,
        emails: [`nova${n}@newcomer.example`],
        phones: [`+1 415 555 ${String(2000 + n)}`],
      };
      return { ...kept, ...person };
    }
    return {
      ...kept,
      name: `NEWBOX-${n}`,
      hostname: `NEWBOX-${n}`,
      serialNumber: `NB${n}X77Q${n}`,
      macAddresses: [],
      ipAddresses: [],
      contact: null,
    };
  }

  private async remove(): Promise<void> {
    const { tenants, coverage, tell } = this.world;
    const choices = this.living().filter(({ system, kind }) => DELETIONS[system][kind] !== undefined);
    const held = this.somebody(choices);
    const path = held && DELETIONS[held.system][held.kind]?.(refOf(held.key).id);
    if (!held || !path) return;
    const done = await tenants.clearly(() => this.raw(held.system, 'DELETE', path));
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
    this.counter += 1;
    const { id } = refOf(held.key);
    await tenants.clearly(() =>
      this.raw('vsa', 'PUT', `/api/v1.0/assetmgmt/agents/${id}/rename/RENAMED-${this.counter}`),
    );
    const after = await tenants.look('vsa', 'asset', id);
    if (!after) return;
    for (const field of ledger.typed(held, after, scheduler.now()))
      tell(`  person renames ${held.key}: ${field} = ${JSON.stringify(after.fields[field])}`);
    held.record = after;
    coverage.count('edit', 'agent renamed');
  }

  /** A call that the adapters do not make: in the portal it is a button. Whether it was done. */
  private async raw(system: SystemName, method: string, path: string): Promise<boolean> {
    const { tenants } = this.world;
    const { bms, vsa, itglue } = tenants;
    const send = (to: string, init: RequestInit) =>
      tenants[system].fetch(new Request(`http://127.0.0.1${to}`, init));
    if (system === 'itglue') {
      const answer = await send(path, { method, headers: { 'x-api-key': itglue.credentials.apiKey } });
      return answer.ok;
    }
    if (system === 'vsa') {
      const { username, token } = vsa.credentials;
      const basic = Buffer.from(`${username}:${token}`).toString('base64');
      const text = await (
        await send('/api/v1.0/auth', { headers: { authorization: `Basic ${basic}` } })
      ).text();
      const bearer = /"(?:Api)?Token":\s*"?(\d+)/.exec(text)?.[1] ?? '';
      return (await send(path, { method, headers: { authorization: `Bearer ${bearer}` } })).ok;
    }
    const { tenant, username, password } = bms.credentials;
    const form = new URLSearchParams({
      GrantType: 'password',
      Tenant: tenant,
      UserName: username,
      Password: password,
    });
    const text = await (await send('/v2/security/authenticate', { method: 'POST', body: form })).text();
    const bearer = /"accessToken":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
    return (await send(path, { method, headers: { authorization: `Bearer ${bearer}` } })).ok;
  }

  private somebody<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.random.pick(list);
  }

  private fieldsOf({ system, kind }: Held): readonly FieldName[] {
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

  private value(kind: Kind, field: FieldName): FieldValue {
    this.counter += 1;
    const n = this.counter;
    const word = this.random.pick(WORDS);
    switch (fieldSpec(kind, field)?.type) {
      case 'host':
        return `HOST-${n}`;
      case 'serial':
        return `SN${n}Z${this.random.digits(6)}`;
      case 'url':
        return `https://edited${n}.example`;
      case 'phone':
        return `+1 415 555 ${String(3000 + n)}`;
      case 'date':
        return `2025-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 27) + 1).padStart(2, '0')}`;
      case 'flag':
        return this.random.chance(0.5);
      case 'ip':
        return `10.9.${n % 250}.${this.random.integer(1, 250)}`;
      case 'emails':
        return [`edited${n}@people.example`];
      case 'phones':
        return [`+1 415 555 ${String(4000 + n)}`];
      case 'note':
        return `Typed ${n}: ${word}\nsecond line`;
      default:
        return `Typed ${n} ${word}`;
    }
  }
}

const DELETIONS: Readonly<Record<SystemName, Readonly<Partial<Record<Kind, (id: string) => string>>>>> = {
  bms: {
    contact: (id) => `/v2/crm/contacts/${id}`,
    asset: (id) => `/v2/servicedesk/hardwareasset/${id}`,
  },
  vsa: {
    contact: (id) => `/api/v1.0/system/staff/${id}`,
    asset: (id) => `/api/v1.0/assetmgmt/agents/${id}/true`,
  },
  itglue: {
    contact: (id) => `/contacts/${id}`,
    asset: (id) => `/configurations/${id}`,
    location: (id) => `/locations/${id}`,
  },
};

function isRequired(held: Held, field: FieldName, tenants: Tenants): boolean {
  const type = fieldSpec(held.kind, field)?.type;
  return tenants.eyes[held.system].abilities[held.kind].fields[field]?.required === true || type === 'flag';
}

const blankOf = (kind: Kind, field: FieldName): FieldValue =>
  ['emails', 'phones'].includes(fieldSpec(kind, field)?.type ?? '') ? [] : null;
