/** The checkers of what the engine creates: nothing twice, nothing that was there, nothing that was to be left alone. */
import { type FieldName, isFieldName } from '../../src/engine/fields';
import type { Kind, RecordKey, SourceRecord } from '../../src/engine/model';
import { KINDS, keyOf, SYSTEMS } from '../../src/engine/model';
import { formOf, type Held, type Ledger } from './ledger';
import type { Intent } from './on-disk';
import type { Ticks } from './ticks';
import { sourceOf, type Watched } from './watched';
import type { Ways } from './ways';

export class Creations {
  /** When the listing began that the run goes by, and whether our accounts saw everything then. */
  private listedAt = Number.POSITIVE_INFINITY;
  private listedAll = false;
  private readonly createdFor = new Map<string, string>();

  constructor(private readonly world: Watched & { readonly ticks: Ticks; readonly ways: Ways }) {}

  /** A run begins to read. */
  begin(): void {
    this.listedAt = this.world.scheduler.now();
    this.listedAll = this.world.tenants.seesAll;
  }

  created(record: SourceRecord): void {
    const { ledger, scheduler, coverage } = this.world;
    const key = keyOf(record);
    const intent = this.intentFor(record);
    if (!intent) {
      this.world.fail('write without intent', `${key} "${record.name}" was created with no intent on disk`);
      ledger.add(record, `unknown ${key}`, 'engine', scheduler.now());
      return;
    }
    intent.made = true;
    intent.madeRecord = record.id;
    const step = this.world.onDisk.steps.get(intent.step);
    if (!step) this.world.fail('write outside a plan', `${key}: no plan on disk has the step ${intent.step}`);
    if (step) {
      this.world.ticks.check(step);
      this.world.ways.checkCreation(step);
    }
    const founder = founderOf(intent.identity);
    const thing =
      ledger.records.get(founder)?.thing ?? this.createdFor.get(intent.identity) ?? `thing of ${founder}`;
    this.createdFor.set(intent.identity, thing);
    const twins = ledger.living(thing, record.system, record.kind).filter((held) => held.madeBy === 'engine');
    const [twin] = twins;
    const excuse = twin && this.excuse(twin, record);
    if (excuse) {
      coverage.count('window', excuse);
    } else if (twin) {
      this.world.fail(
        'duplicate',
        `${key} "${record.name}" was created although we had already made ${twin.key} for it`,
      );
    }
    this.checkOverlooked(record, thing);
    const wanted = this.world
      .decisions()
      .find((said) => said.type === 'ignore' && sameThing(ledger, said.record, founder));
    if (wanted?.type === 'ignore' && wanted.until === undefined && wanted.record === founder) {
      this.world.fail(
        'written against a decision',
        `${key} was created for ${founder}, which is to be ignored`,
      );
    }
    const held = ledger.add(record, thing, 'engine', scheduler.now());
    coverage.count('engine', `created ${record.system} ${record.kind}`);
    for (const [field, versions] of held.versions) {
      const source = step ? sourceOf(this.world, step, field, versions.at(-1)?.form ?? '') : null;
      if (source && source.form === versions.at(-1)?.form)
        ledger.put(held, field, record, scheduler.now(), false, source);
    }
  }

  /** What stood there all the time is no reason to make it again, unless the listing was given out as whole without it. */
  private checkOverlooked(record: SourceRecord, thing: string): void {
    const { ledger } = this.world;
    if (!this.listedAll) return;
    const { records } = this.world.onDisk;
    const overlooked = ledger
      .living(thing, record.system, record.kind)
      .find((held) => held.since < this.listedAt && held.madeBy !== 'engine' && !records.has(held.key));
    if (!overlooked) return;
    if (this.anyRenamed(thing, record)) {
      this.world.coverage.count('window', 'renamed, and left out of the listing');
      return;
    }
    this.world.fail(
      'duplicate',
      `${keyOf(record)} "${record.name}" was created although ${overlooked.key} stood there, which the listing left out`,
    );
  }

  /** Why nobody could know that the record is made for what the twin was made for; null where they could. */
  private excuse(twin: Held, record: SourceRecord): string | null {
    if (this.renamed(twin)) return 'made, and renamed before we could say so';
    if (this.anyRenamed(twin.thing, record)) return 'renamed before it was ever matched';
    if (this.toldApart(twin)) return 'told apart by a person';
    return twin.record && shareNothing(twin.record, record) ? 'one thing with nothing in common' : null;
  }

  /** Whether somebody said of two records of the thing that they are not the same, or that one more is to be made. */
  private toldApart({ thing, system }: Held): boolean {
    const isOfIt = (key: RecordKey) => this.world.ledger.records.get(key)?.thing === thing;
    return this.world
      .decisions()
      .some(
        (said) =>
          (said.type === 'different' && said.records.every(isOfIt)) ||
          (said.type === 'create' && said.in.includes(system) && isOfIt(said.record)),
      );
  }

  /** A record of which a crash took the news, and a person the name, cannot be known again. */
  private renamed(held: Held): boolean {
    const names: readonly FieldName[] = ['name', 'firstName', 'lastName', 'serialNumber'];
    return names.some((field) => held.versions.get(field)?.some(({ typed, ours }) => typed && !ours));
  }

  /** Nor can two be known for one whom a person told apart by name, before a run had matched them or a look by name found it. */
  private anyRenamed(thing: string, { kind }: SourceRecord): boolean {
    return SYSTEMS.some((system) =>
      this.world.ledger.living(thing, system, kind).some((held) => this.renamed(held)),
    );
  }

  private intentFor(record: SourceRecord): Intent | undefined {
    const candidates = [...this.world.onDisk.intents.values()].filter(
      (one) =>
        one.action === 'create' && one.system === record.system && one.kind === record.kind && !one.made,
    );
    const score = (intent: Intent) =>
      Object.entries(intent.values).filter(
        ([field, value]) =>
          isFieldName(field) &&
          formOf(record.kind, field, value) === formOf(record.kind, field, record.fields[field]),
      ).length;
    return candidates.sort((a, b) => score(b) - score(a))[0];
  }
}

/** What tells a thing from others of its kind, alone or with something beside it. */
const TELLING: Readonly<Record<Kind, readonly FieldName[]>> = {
  organization: ['name', 'shortName', 'website', 'phone', 'address1'],
  location: ['name', 'address1'],
  contact: ['lastName', 'emails', 'phones'],
  asset: ['name', 'hostname', 'serialNumber', 'macAddresses', 'agentId'],
};

/** The two counterparts that were made say what their sources say: somebody who married, and is known by no address. */
function shareNothing(one: SourceRecord, other: SourceRecord): boolean {
  const values = (record: SourceRecord, field: FieldName) =>
    [record.fields[field] ?? []].flat().map((value) => formOf(record.kind, field, value));
  return TELLING[one.kind].every((field) => {
    const theirs = new Set(values(other, field));
    return !values(one, field).some((form) => form !== '' && theirs.has(form));
  });
}

/** `asset/bms/1042` or `asset/bms/1042~2`: the record that founded the identity. */
function founderOf(identity: string): RecordKey {
  const [kind, system, id = ''] = identity.split('/');
  const known = SYSTEMS.find((name) => name === system);
  const sort = KINDS.find((name) => name === kind);
  if (!known || !sort) throw new Error(`Not an identity: ${identity}`);
  return `${known}:${sort}:${id.replace(/~\d+$/, '')}`;
}

const sameThing = (ledger: Ledger, a: RecordKey, b: RecordKey): boolean =>
  ledger.records.get(a)?.thing === ledger.records.get(b)?.thing;
