import type { InternalAxiosRequestConfig } from 'axios';
import { type FieldName, fieldSpec } from '../../src/engine/fields';
import type { Kind, RecordKey, SourceRecord, SystemName } from '../../src/engine/model';
import { keyOf, membersOf, refOf } from '../../src/engine/model';
import type { Plan, Step } from '../../src/engine/plan/model';
import type { Barrier } from '../../src/engine/policy';
import { Allowed } from './allowed';
import { AtRest } from './at-rest';
import { type Call, callOf, idMade } from './calls';
import { Creations } from './creations';
import { formOf, type Held, isLiving, type Version } from './ledger';
import { LeftOpen } from './left-open';
import { Listings } from './listings';
import { Lists, listsMoved } from './lists';
import type { MemoryDisk } from './memory-disk';
import { type Intent, OnDisk } from './on-disk';
import type { Reply } from './tenants';
import { Unknowable } from './unknowable';
import { type Checker, sourceOf, Violation, type Watched } from './watched';
import type { Witness } from './wire';

type Looking = Extract<Call, { type: 'read' | 'look' }>;

/** The longest time, in milliseconds, between looking at a record and writing to it. */
const LONGEST_LOOK = 5 * 60_000;

export type Purpose = 'sync' | 'undo' | 'unasked';

export class Checks implements Witness {
  readonly violations: Violation[] = [];
  /** Writes of the engine that changed a product, since the last reset. */
  writes = 0;
  /** What the run under way is for: an undo takes back on purpose, and what goes by itself asks nobody. */
  purpose: Purpose = 'sync';
  readonly onDisk: OnDisk;
  /** By key of the record; by key and field, where the answer showed no more. */
  private readonly lookedAt = new Map<string, number>();
  /** When the reading began that the run goes by, and that of the last run that came to its end. */
  private readFrom = Number.NEGATIVE_INFINITY;
  private settledFrom = Number.NEGATIVE_INFINITY;
  /** Whether an undo was among the runs. */
  private undone = false;
  readonly atRest: AtRest;
  readonly leftOpen: LeftOpen;
  readonly listings: Listings;
  private readonly creations: Creations;
  private readonly unknowable: Unknowable;
  private readonly lists: Lists;
  private readonly allowed: Allowed;

  constructor(
    private readonly world: Omit<Watched, 'onDisk' | 'fail'> & {
      readonly disk: MemoryDisk;
      readonly folder: string;
      readonly barrier: () => Barrier;
      readonly tell: (line: string) => void;
    },
  ) {
    this.onDisk = new OnDisk(world.disk, world.folder);
    const watched = {
      ...world,
      onDisk: this.onDisk,
      fail: (checker: Checker, message: string) => this.fail(checker, message),
    };
    this.atRest = new AtRest(watched);
    this.leftOpen = new LeftOpen(watched);
    this.listings = new Listings(watched);
    this.creations = new Creations(watched);
    this.unknowable = new Unknowable(watched);
    this.lists = new Lists(watched);
    this.allowed = new Allowed(watched, world.barrier);
  }

  /** A new run begins: what was looked at and meant before counts no more. */
  begin(purpose: Purpose, plan: Plan | null = null): void {
    this.purpose = purpose;
    this.allowed.leftOut = new Set(plan?.unticked);
    this.undone ||= purpose === 'undo';
    this.writes = 0;
    this.lookedAt.clear();
    this.onDisk.begin(plan);
    if (plan) return;
    this.readFrom = this.world.scheduler.now();
    this.creations.begin();
    this.listings.begin();
  }

  /** The run came to its end. */
  end(): void {
    this.settledFrom = this.readFrom;
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
      this.creations.created(record);
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

  /** At rest, with the last plan. What an undo took back differs from then on, and is meant to. */
  differences(plan: Plan): void {
    if (this.undone) return;
    this.atRest.checkDifferences(plan);
    this.leftOpen.check(plan);
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

  /** Whether its organization has ended there, or is to end by a plan: what is in use nowhere else goes with it. */
  private endsWithOwner({ system, record }: Held): boolean {
    const owner = record?.organization ?? null;
    if (owner === null) return false;
    const organization = this.world.ledger.records.get(`${system}:organization:${owner}`);
    const ending = this.onDisk.steps.get(`${system}/archive/organization/${owner}`);
    return ending !== undefined || (organization !== undefined && !isLiving(organization));
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
    this.allowed.checkStep(intent.step, held.key);
    this.lists.check(held, after, intent, (field) => this.lookAt(held.key, field));
    if (this.purpose !== 'undo') this.lists.checkEntries(held, after, step);
    for (const field of fields) {
      const now = ledger.now(held, field);
      const change = step.changes.find((one) => one.field === field);
      const source = sourceOf(
        { ...this.world, onDisk: this.onDisk },
        step,
        field,
        formOf(held.kind, field, after.fields[field]),
      );
      tell(`    ${held.key} ${field}: "${now?.form}" → "${formOf(held.kind, field, after.fields[field])}"`);
      this.checkWindow(held, field, now, intent, change !== undefined);
      if (field === 'active' && after.fields.active === false) this.checkArchive(held, step, source);
      if (this.purpose !== 'undo') this.checkAllowed(held, field, step, after, source);
      if (now?.typed && change && change.source !== 'person' && this.purpose !== 'undo') {
        const nobodyKnows = this.unknowable.excuses(held, field);
        if (source && now.ancestors.has(source.stamp) && !nobodyKnows) {
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

  private checkAllowed(
    held: Held,
    field: FieldName,
    step: Step,
    after: SourceRecord,
    source: Version | null,
  ): void {
    this.allowed.checkWay(held, field, step, formOf(held.kind, field, after.fields[field]));
    const now = this.world.ledger.now(held, field);
    const isPersons = step.changes.some((change) => change.field === field && change.source === 'person');
    if (this.purpose === 'unasked' && !isPersons && !this.unknowable.excuses(held, field))
      this.allowed.checkUnasked(held, field, now, source, this.settledFrom);
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
      const nobodyKnows = hasOwnForm(held.kind, field) && this.unknowable.inReadBack(held, field);
      if (this.purpose === 'undo' && now.at > 0 && this.typedHere(held, field) && !nobodyKnows) {
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

  /** Whether the value that stands there was typed in this very record, not brought there by us. */
  private typedHere(held: Held, field: FieldName): boolean {
    const now = this.world.ledger.now(held, field);
    const elsewhere = [...this.world.ledger.records.values()].some(
      (other) => other !== held && other.versions.get(field)?.some((version) => version.stamp === now?.stamp),
    );
    return now?.typed === true && !elsewhere;
  }

  private checkArchive(held: Held, step: Step, source: Version | null): void {
    if (
      this.purpose === 'undo' ||
      step.changes.some((change) => change.field === 'active' && change.source === 'person')
    )
      return;
    if (source?.form === 'false' || this.goesWithClient(step)) return;
    const [before, now] = (held.versions.get('active') ?? []).slice(-2);
    if (now?.typed && !now.ours && before?.ours && before.form === 'false') {
      this.fail('lost edit', `${held.key} was archived again after a person had put it back in use`);
      return;
    }
    // A counterpart that is truly gone, not only out of sight, asks for it too.
    const identity = this.onDisk.identities.get(step.identity);
    const members = identity ? membersOf(identity) : [];
    const { records } = this.world.ledger;
    if (members.some((ref) => records.get(keyOf(ref))?.record === null)) return;
    const others = members.flatMap((ref) =>
      ref.system === held.system ? [] : (records.get(keyOf(ref)) ?? []),
    );
    if (this.endsWithOwner(held) && others.every((other) => !isLiving(other) || this.endsWithOwner(other)))
      return;
    this.fail(
      'archived though only invisible',
      `${held.key} was archived, and no counterpart says that it should be`,
    );
  }

  /** What belongs to a client that has truly ended in some system goes with it. */
  private goesWithClient({ kind, organizationIdentity }: Step): boolean {
    const client = kind === 'organization' ? undefined : this.onDisk.identities.get(organizationIdentity);
    const members = client ? membersOf(client) : [];
    return members.some((ref) => this.world.ledger.records.get(keyOf(ref))?.record?.fields.active === false);
  }
}

/** What products keep in a form of their own, so that nobody can tell what was typed there from what was sent. */
function hasOwnForm(kind: Kind, field: FieldName): boolean {
  const type = fieldSpec(kind, field)?.type ?? '';
  return field === 'model' || !['text', 'note', 'host', 'serial', 'date', 'flag'].includes(type);
}
