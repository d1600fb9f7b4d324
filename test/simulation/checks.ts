/** All that watches the engine: at every write, where it reaches the product, and at rest. */
import type { InternalAxiosRequestConfig } from 'axios';
import type { Kind, SourceRecord, SystemName } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import type { Plan } from '../../src/engine/plan/model';
import { Archivals } from './archivals';
import { AtRest } from './at-rest';
import { callOf, idMade } from './calls';
import { Creations } from './creations';
import { Forbidden } from './forbidden';
import { LeftOpen } from './left-open';
import { Listings } from './listings';
import { Lists } from './lists';
import { Looks } from './looks';
import type { MemoryDisk } from './memory-disk';
import { OnDisk } from './on-disk';
import type { Reply } from './tenants';
import { Ticks } from './ticks';
import { Unasked } from './unasked';
import { Unknowable } from './unknowable';
import { type Checker, Violation, type Watched } from './watched';
import { Ways } from './ways';
import type { Witness } from './wire';
import { type Purpose, Writes } from './writes';

export class Checks implements Witness {
  readonly violations: Violation[] = [];
  readonly onDisk: OnDisk;
  readonly atRest: AtRest;
  readonly leftOpen: LeftOpen;
  readonly listings: Listings;
  readonly ticks: Ticks;
  private readonly creations: Creations;
  readonly single: Writes;
  private readonly ways: Ways;
  private readonly unasked: Unasked;
  private readonly lists: Lists;
  private readonly looks = new Looks();
  /** When the systems were last read for a plan. */
  readAt = Number.NEGATIVE_INFINITY;
  /** Whether an undo was among the runs. */
  private undone = false;

  constructor(
    private readonly world: Omit<Watched, 'onDisk' | 'fail'> & {
      readonly disk: MemoryDisk;
      readonly folder: string;
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
    this.ticks = new Ticks(watched.fail);
    this.ways = new Ways(watched);
    this.unasked = new Unasked(watched);
    this.lists = new Lists(watched);
    const unknowable = new Unknowable(watched);
    const { looks, ticks, ways } = this;
    this.creations = new Creations({ ...watched, ticks, ways });
    this.single = new Writes({
      ...watched,
      ...{ looks, ticks, ways, unasked: this.unasked },
      archivals: new Archivals(watched, unknowable),
      forbidden: new Forbidden(watched),
      lists: this.lists,
      unknowable,
    });
    this.onDisk.onPlan = (plan) => ticks.kept(plan);
  }

  /** Writes of the engine that changed a product, since the run began. */
  get writes(): number {
    return this.single.count;
  }

  /**
   * A new run begins: what was looked at and meant before counts no more. A plan that was made before is handed to it,
   * and rests on what was read then.
   */
  begin(purpose: Purpose, plan: Plan | null = null, plannedAt = this.readAt): void {
    this.undone ||= purpose === 'undo';
    this.single.begin(purpose);
    this.looks.begin();
    this.onDisk.begin(plan);
    this.ticks.begin(plan);
    if (!plan) this.readAt = this.world.scheduler.now();
    this.ways.begin(plan ? plannedAt : this.readAt);
    if (plan) return;
    this.unasked.begin();
    this.creations.begin();
    this.listings.begin();
  }

  /** The run came to its end. */
  end(): void {
    this.unasked.end();
    this.onDisk.forget();
    this.lists.agree();
  }

  async acting(
    system: SystemName,
    config: InternalAxiosRequestConfig,
    act: () => Promise<Reply>,
  ): Promise<Reply> {
    const call = callOf(system, (config.method ?? 'GET').toUpperCase(), new URL(String(config.url)));
    const at = this.world.scheduler.now();
    const reply = await act();
    if (call.type === 'read' || call.type === 'look') this.looks.looked(system, call, reply.text, at);
    if (reply.status >= 300 || (call.type !== 'write' && call.type !== 'create')) return reply;
    const { tenants, ledger } = this.world;
    if (call.type === 'create') {
      const id = idMade(system, reply.text);
      if (id === null) throw new Error(`No id in the answer to a creation: ${reply.text.slice(0, 200)}`);
      const record = await this.seen(system, call.kind, id);
      this.single.count += 1;
      this.creations.created(record);
      return reply;
    }
    const { kind, id } = refOf(call.key);
    const held = ledger.records.get(call.key);
    const record = await tenants.look(system, kind, id);
    if (!held || !record) return reply;
    this.single.changed(held, record);
    return reply;
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

  private fail(checker: Checker, message: string): void {
    this.violations.push(new Violation(checker, message));
    this.world.tell(`  VIOLATION (${checker}): ${message}`);
  }
}
