/** The checkers: what must hold of every single write, told where it happens, and of what stands on disk. */
import { isDeepStrictEqual } from 'node:util';
import type { InternalAxiosRequestConfig } from 'axios';
import type { Decision } from '../../src/engine/decisions';
import { type FieldName, fieldSpec, isFieldName } from '../../src/engine/fields';
import type { Kind, RecordKey, SourceRecord, SystemName } from '../../src/engine/model';
import { KINDS, keyOf, membersOf, refOf, SYSTEMS } from '../../src/engine/model';
import type { Plan, Step } from '../../src/engine/plan/model';
import { type Call, callOf, idMade } from './calls';
import type { Coverage } from './coverage';
import type { Witness } from './incarnation';
import { formOf, type Held, isFollowed, type Ledger, type Version } from './ledger';
import type { MemoryDisk } from './memory-disk';
import { type Intent, OnDisk } from './on-disk';
import type { Scheduler } from './scheduler';
import type { Reply, Tenants } from './tenants';

/** Something that must never happen has happened. */
export class Violation extends Error {
  constructor(
    readonly checker: Checker,
    message: string,
  ) {
    super(message);
  }
}

export const CHECKERS = [
  'lost edit',
  'not journaled',
  'stale precondition',
  'write outside a plan',
  'write without intent',
  'duplicate',
  'archived though only invisible',
  'merged against a decision',
  'written against a decision',
  'secret shown',
  'no convergence',
  'silent difference',
  'lost decision',
  'torn file',
  'unclear failure',
  'history untrue',
  'undo of an edit',
  'hang',
] as const;
export type Checker = (typeof CHECKERS)[number];

type Looking = Extract<Call, { type: 'read' | 'look' }>;

/** The longest time, in milliseconds, between looking at a record and writing to it. */
const LONGEST_LOOK = 10 * 60_000;
/** The longest time, in milliseconds, that our reading back of a write takes: an answer that times out, and another. */
const LONGEST_READ_BACK = 130_000;

export class Checks implements Witness {
  readonly violations: Violation[] = [];
  /** Writes of the engine that changed a product, since the last reset. */
  writes = 0;
  /** What the run under way is for: an undo takes back on purpose. */
  purpose: 'sync' | 'undo' = 'sync';
  readonly onDisk: OnDisk;
  /** When the listing began that the run goes by, and whether our accounts saw everything then. */
  private listedAt = Number.POSITIVE_INFINITY;
  private listedAll = false;
  /** By key of the record; by key and field, where the answer showed no more. */
  private readonly lookedAt = new Map<string, number>();
  /** When the first run came to its end: only then is there something that an edit differs from. */
  private firstAgreement = Number.POSITIVE_INFINITY;
  private undone = false;
  private readonly createdFor = new Map<string, string>();

  constructor(
    private readonly world: {
      readonly scheduler: Scheduler;
      readonly tenants: Tenants;
      readonly ledger: Ledger;
      readonly disk: MemoryDisk;
      readonly folder: string;
      readonly coverage: Coverage;
      readonly tell: (line: string) => void;
      readonly decisions: () => readonly Decision[];
    },
  ) {
    this.onDisk = new OnDisk(world.disk, world.folder);
  }

  /** A new run begins: what was looked at and meant before counts no more. */
  begin(purpose: 'sync' | 'undo', plan: Plan | null = null): void {
    this.purpose = purpose;
    this.undone ||= purpose === 'undo';
    this.writes = 0;
    this.lookedAt.clear();
    this.onDisk.begin(plan);
    if (plan) return;
    this.listedAt = this.world.scheduler.now();
    this.listedAll = this.world.tenants.seesAll;
  }

  async acting(
    system: SystemName,
    config: InternalAxiosRequestConfig,
    act: () => Promise<Reply>,
  ): Promise<Reply> {
    const call = callOf(system, (config.method ?? 'GET').toUpperCase(), new URL(String(config.url)));
    const at = this.world.scheduler.now();
    const reply = await act();
    if (call.type === 'read' || call.type === 'look') this.looked(system, call, reply.text, at);
    if (reply.status >= 300 || (call.type !== 'write' && call.type !== 'create')) return reply;
    const { tenants, ledger } = this.world;
    if (call.type === 'create') {
      const id = idMade(system, reply.text);
      if (id === null) throw new Error(`No id in the answer to a creation: ${reply.text.slice(0, 200)}`);
      const record = await this.seen(system, call.kind, id);
      this.writes += 1;
      this.created(record);
      return reply;
    }
    const { kind, id } = refOf(call.key);
    const held = ledger.records.get(call.key);
    const record = await tenants.look(system, kind, id);
    if (!held || !record) return reply;
    this.changed(held, record);
    return reply;
  }

  private looked(system: SystemName, call: Looking, answer: string, at: number): void {
    const keys =
      call.type === 'read'
        ? call.keys
        : [...answer.matchAll(call.id)].map(([, id]): RecordKey => `${system}:${call.kind}:${id ?? ''}`);
    const fields = call.type === 'read' ? call.fields : undefined;
    for (const key of keys) {
      for (const what of fields?.map((field) => `${key} ${field}`) ?? [key]) this.lookedAt.set(what, at);
    }
  }

  /** When the field of the record was last looked at, if ever. */
  private lookAt(key: RecordKey, field: FieldName): number | undefined {
    const looks = [this.lookedAt.get(key), this.lookedAt.get(`${key} ${field}`)];
    return looks.reduce((one, other) => (one === undefined || (other ?? 0) > one ? other : one));
  }

  /** A new organization of VSA shows itself only after a while. */
  private async seen(system: SystemName, kind: Kind, id: string): Promise<SourceRecord> {
    const { tenants } = this.world;
    const { visibleFrom } = { visibleFrom: tenants.vsa.switches.organizationLag };
    const record = await tenants.look(system, kind, id);
    if (record) return record;
    if (visibleFrom > 0) {
      return {
        system,
        kind,
        id,
        name: id,
        organization: null,
        fields: {},
        links: [],
        revision: null,
        url: null,
      };
    }
    throw new Error(`What was created is not there: ${system} ${kind} ${id}`);
  }

  private fail(checker: Checker, message: string): void {
    this.violations.push(new Violation(checker, message));
    this.world.tell(`  VIOLATION (${checker}): ${message}`);
  }

  // ---- single writes

  private changed(held: Held, after: SourceRecord): void {
    const { ledger, scheduler, tell } = this.world;
    const intent = [...this.onDisk.intents.values()].findLast(
      (one) => one.system === held.system && one.kind === held.kind && one.record === refOf(held.key).id,
    );
    const fields = ledger.moved(held, after);
    if (fields.length > 0 || listsMoved(held, after)) this.writes += 1;
    if (!intent) {
      this.fail('write without intent', `${held.key} was changed with no intent on disk`);
      return;
    }
    const step = this.onDisk.steps.get(intent.step);
    if (!step) {
      this.fail('write outside a plan', `${held.key}: no plan on disk has the step ${intent.step}`);
      return;
    }
    this.checkLists(held, after, intent);
    for (const field of fields) {
      const now = ledger.now(held, field);
      const change = step.changes.find((one) => one.field === field);
      const source = this.sourceOf(step, field, formOf(held.kind, field, after.fields[field]));
      tell(`    ${held.key} ${field}: "${now?.form}" → "${formOf(held.kind, field, after.fields[field])}"`);
      this.checkWindow(held, field, now, intent, change !== undefined);
      if (field === 'active' && after.fields.active === false) this.checkArchive(held, step, source);
      if (now?.typed && change && change.source !== 'person' && this.purpose === 'sync') {
        if (source && now.ancestors.has(source.stamp) && !this.inReadBack(held, field)) {
          this.fail(
            'lost edit',
            `${held.key} ${field}: "${now.form}", typed, gave way to "${source.form}", which it had replaced`,
          );
        }
      }
      ledger.put(held, field, after, scheduler.now(), false, source);
    }
    held.record = after;
  }

  /** What is overwritten stood in the journal, or came in the moment between the look and the write. */
  private checkWindow(
    held: Held,
    field: FieldName,
    now: Version | undefined,
    intent: Intent,
    planned: boolean,
  ): void {
    const looked = this.lookAt(held.key, field);
    const { scheduler, coverage } = this.world;
    if (looked === undefined || scheduler.now() - looked > LONGEST_LOOK) {
      this.fail('stale precondition', `${held.key} ${field} was written without a fresh look at the record`);
      return;
    }
    if (!now?.typed) return;
    const inJournal = planned && formOf(held.kind, field, intent.before[field]) === now.form;
    if (inJournal) {
      if (this.purpose === 'undo' && now.at > 0 && this.typedHere(held, field)) {
        this.fail(
          'undo of an edit',
          `${held.key} ${field}: an undo took back "${now.form}", which a person typed there`,
        );
      }
      return;
    }
    if (now.at >= looked) {
      coverage.count('window', 'typed between the look and the write');
      return;
    }
    this.fail(
      planned ? 'not journaled' : 'write outside a plan',
      `${held.key} ${field}: "${now.form}", typed, was overwritten, and the journal says "${formOf(held.kind, field, intent.before[field])}"`,
    );
  }

  /**
   * Whether a value was typed right after we had written there, so that our reading back took it for the form in which
   * the product holds ours: no product tells the two apart.
   */
  private inReadBack(held: Held, field: FieldName): boolean {
    const [before, now] = (held.versions.get(field) ?? []).slice(-2);
    const within = before?.ours === true && now !== undefined && now.at - before.at <= LONGEST_READ_BACK;
    if (within) this.world.coverage.count('window', 'typed between the write and its reading back');
    return within;
  }

  /** Whether the value that stands there was typed in this very record, not brought there by us. */
  private typedHere(held: Held, field: FieldName): boolean {
    const now = this.world.ledger.now(held, field);
    const elsewhere = [...this.world.ledger.records.values()].some(
      (other) => other !== held && other.versions.get(field)?.some((version) => version.stamp === now?.stamp),
    );
    return now?.typed === true && !elsewhere;
  }

  private checkLists(held: Held, after: SourceRecord, intent: Intent): void {
    const before = held.record;
    if (!before) return;
    for (const field of LIST_FIELDS) {
      const [was, is] = [
        formOf(held.kind, field, before.fields[field]),
        formOf(held.kind, field, after.fields[field]),
      ];
      if (was === is || was === '') continue;
      const said = formOf(held.kind, field, intent.before[field]);
      if (said === was) continue;
      const typedAt = held.listsTyped.get(field) ?? Number.NEGATIVE_INFINITY;
      if (typedAt >= (this.lookAt(held.key, field) ?? Number.POSITIVE_INFINITY)) {
        this.world.coverage.count('window', 'typed between the look and the write');
      } else if (typedAt > Number.NEGATIVE_INFINITY && said !== was && !this.partial(held, field)) {
        this.fail(
          'not journaled',
          `${held.key} ${field}: "${was}" was overwritten, and the journal says "${said}"`,
        );
      }
    }
  }

  /** BMS changes a contact's lists entry by entry: between two calls it holds a part of both. */
  private partial(held: Held, _field: FieldName): boolean {
    return held.system === 'bms' && held.kind === 'contact';
  }

  private checkArchive(held: Held, step: Step, source: Version | null): void {
    if (
      this.purpose === 'undo' ||
      step.changes.some((change) => change.field === 'active' && change.source === 'person')
    )
      return;
    if (source?.form === 'false') return;
    // A counterpart that is truly gone, not only out of sight, asks for it too.
    const identity = this.onDisk.identities.get(step.identity);
    const members = identity ? membersOf(identity) : [];
    if (members.some((ref) => this.world.ledger.records.get(keyOf(ref))?.record === null)) return;
    this.fail(
      'archived though only invisible',
      `${held.key} was archived, and no counterpart says that it should be`,
    );
  }

  private created(record: SourceRecord): void {
    const { ledger, scheduler, coverage } = this.world;
    const key = keyOf(record);
    const intent = this.intentFor(record);
    if (!intent) {
      this.fail('write without intent', `${key} "${record.name}" was created with no intent on disk`);
      ledger.add(record, `unknown ${key}`, 'engine', scheduler.now());
      return;
    }
    intent.made = true;
    const step = this.onDisk.steps.get(intent.step);
    if (!step) this.fail('write outside a plan', `${key}: no plan on disk has the step ${intent.step}`);
    const founder = founderOf(intent.identity);
    const thing =
      ledger.records.get(founder)?.thing ?? this.createdFor.get(intent.identity) ?? `thing of ${founder}`;
    this.createdFor.set(intent.identity, thing);
    const twins = ledger.living(thing, record.system, record.kind).filter((held) => held.madeBy === 'engine');
    const [twin] = twins;
    if (twin && this.renamed(twin)) {
      coverage.count('window', 'made, and renamed before we could say so');
    } else if (twin) {
      this.fail(
        'duplicate',
        `${key} "${record.name}" was created although we had already made ${twin.key} for it`,
      );
    }
    this.checkOverlooked(record, thing);
    const wanted = this.world
      .decisions()
      .find((said) => said.type === 'ignore' && sameThing(ledger, said.record, founder));
    if (wanted?.type === 'ignore' && wanted.until === undefined && wanted.record === founder) {
      this.fail('written against a decision', `${key} was created for ${founder}, which is to be ignored`);
    }
    const held = ledger.add(record, thing, 'engine', scheduler.now());
    coverage.count('engine', `created ${record.system} ${record.kind}`);
    for (const [field, versions] of held.versions) {
      const source = step ? this.sourceOf(step, field, versions.at(-1)?.form ?? '') : null;
      if (source && source.form === versions.at(-1)?.form)
        ledger.put(held, field, record, scheduler.now(), false, source);
    }
  }

  /** What stood there all the time is no reason to make it again, unless the listing was given out as whole without it. */
  private checkOverlooked(record: SourceRecord, thing: string): void {
    const { ledger } = this.world;
    if (!this.listedAll) return;
    const { records } = this.onDisk;
    const overlooked = ledger
      .living(thing, record.system, record.kind)
      .find((held) => held.since < this.listedAt && held.madeBy !== 'engine' && !records.has(held.key));
    if (!overlooked) return;
    this.fail(
      'duplicate',
      `${keyOf(record)} "${record.name}" was created although ${overlooked.key} stood there, which the listing left out`,
    );
  }

  /** A record of which a crash took the news, and a person the name, cannot be known again. */
  private renamed(held: Held): boolean {
    const names: readonly FieldName[] = ['name', 'firstName', 'lastName', 'serialNumber'];
    return names.some((field) => held.versions.get(field)?.some(({ typed, ours }) => typed && !ours));
  }

  private intentFor(record: SourceRecord): Intent | undefined {
    const candidates = [...this.onDisk.intents.values()].filter(
      (one) =>
        one.action === 'create' && one.system === record.system && one.kind === record.kind && !one.made,
    );
    const score = (intent: Intent) =>
      Object.entries(intent.values).filter(
        ([field, value]) =>
          isFieldName(field) &&
          isFollowed(record.kind, field) &&
          formOf(record.kind, field, value) === formOf(record.kind, field, record.fields[field]),
      ).length;
    return candidates.sort((a, b) => score(b) - score(a))[0];
  }

  /** The version that the step's new value was taken from. */
  private sourceOf(step: Step, field: FieldName, form: string): Version | null {
    const change = step.changes.find((one) => one.field === field);
    if (!change || change.source === 'person') return null;
    const link = this.onDisk.identities.get(step.identity)?.links[change.source];
    const held = link && this.world.ledger.records.get(`${change.source}:${step.kind}:${link.record}`);
    const versions = held?.versions.get(field) ?? [];
    const planned =
      change.to !== null && typeof change.to === 'object' && 'identity' in change.to
        ? form
        : formOf(step.kind, field, change.to);
    return versions.findLast((version) => version.form === planned || version.form === form) ?? null;
  }

  /** After a run that ended: what its identities hold, against what people said and what was seen to agree. */
  checkIdentities(startedAt: number, agreed: boolean): void {
    this.onDisk.forget();
    const { ledger } = this.world;
    const identities = this.onDisk.identities;
    const home = new Map<RecordKey, string>();
    for (const identity of identities.values()) {
      for (const ref of membersOf(identity)) home.set(keyOf(ref), identity.id);
    }
    for (const said of this.world.decisions()) {
      if (said.type !== 'different') continue;
      const [a, b] = said.records;
      const one = home.get(a);
      if (
        one !== undefined &&
        one === home.get(b) &&
        !this.world.decisions().some((other) => other.type === 'same')
      ) {
        this.fail(
          'merged against a decision',
          `${a} and ${b} are one identity, and were said to be different`,
        );
      }
    }
    if (!agreed) return;
    this.firstAgreement = Math.min(this.firstAgreement, this.world.scheduler.now());
    for (const identity of identities.values()) {
      const members = membersOf(identity).flatMap((ref) => ledger.records.get(keyOf(ref)) ?? []);
      for (const a of members) {
        for (const b of members) {
          if (a.key >= b.key) continue;
          for (const field of a.versions.keys())
            if (b.versions.has(field)) ledger.agree(a, b, field, startedAt);
        }
      }
    }
  }

  /** At rest, whatever differs between the records of one thing is said to differ. */
  checkDifferences(plan: Plan): void {
    const { ledger, tenants, coverage } = this.world;
    // What an undo took back differs from then on, and is meant to.
    if (this.undone) return;
    const said = new Set([
      ...plan.conflicts.map(({ identity, field }) => `${identity}|${field}`),
      ...plan.drift.map(({ identity, field }) => `${identity}|${field}`),
    ]);
    for (const identity of this.onDisk.identities.values()) {
      const members = membersOf(identity).flatMap((ref) => ledger.records.get(keyOf(ref)) ?? []);
      const fields = new Set(members.flatMap((held) => [...held.versions.keys()]));
      for (const field of fields) {
        if (said.has(`${identity.id}|${field}`) || fieldSpec(identity.kind, field)?.type === 'phone')
          continue;
        // A first contact never archives: sides that were in use or not before we came may stay so.
        if (field === 'active') continue;
        const sides = members.flatMap((held) => {
          const now = held.record && ledger.now(held, field);
          const ability = tenants.eyes[held.system].abilities[held.kind].fields[field];
          const lagging = ability?.write === 'always' && !ability.coarse && !held.record?.locked?.[field];
          return now ? [{ now, lagging }] : [];
        });
        const edited = sides
          .filter(({ now }) => now.typed && now.at > this.firstAgreement)
          .sort((x, y) => y.now.at - x.now.at)[0];
        if (!edited || !sides.some(({ now, lagging }) => lagging && now.form !== edited.now.form)) continue;
        const forms = sides.map(({ now }) => now.form);
        coverage.count('at rest', 'silent difference');
        this.fail(
          'silent difference',
          `${identity.id} ${field}: ${forms.map((form) => `"${form}"`).join(', ')}`,
        );
      }
    }
  }

  /** What a person said, and was told is kept, stands there from then on. */
  checkDecisions(said: readonly Decision[]): void {
    const kept = this.world.decisions();
    const lost = said.find((one) => !kept.some((other) => isDeepStrictEqual(other, asStored(one))));
    if (lost) this.fail('lost decision', `it was said and is not there: ${JSON.stringify(lost)}`);
  }

  checkFiles(): void {
    const [torn] = this.onDisk.torn();
    if (torn) this.fail('torn file', `${torn} was neither replaced whole nor left alone`);
  }

  checkSecrets(texts: Iterable<string>): void {
    const secrets = this.world.tenants.secrets.filter((secret) => secret.length >= 8);
    for (const text of texts) {
      const shown = secrets.find((secret) => text.includes(secret));
      if (shown)
        this.fail('secret shown', `a secret stands in: ${text.split(shown).join('***').slice(0, 300)}`);
    }
  }
}

const asStored = (said: Decision): unknown => JSON.parse(JSON.stringify(said));

const LIST_FIELDS: readonly FieldName[] = ['emails', 'phones', 'macAddresses', 'ipAddresses'];

function listsMoved(held: Held, after: SourceRecord): boolean {
  return LIST_FIELDS.some(
    (field) =>
      fieldSpec(held.kind, field) !== undefined &&
      formOf(held.kind, field, held.record?.fields[field]) !== formOf(held.kind, field, after.fields[field]),
  );
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
