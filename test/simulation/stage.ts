/** All that a story is played with: the products and their people, the disk, the weather, the checkers. Drawn from the seed. */
import { Failure } from '../../src/engine/failure';
import type { RecordKey } from '../../src/engine/model';
import { keyOf, SYSTEMS } from '../../src/engine/model';
import { generateFleet } from '../../src/simulators/fleet/generate';
import type { Fleet } from '../../src/simulators/fleet/model';
import { Random } from '../../src/simulators/fleet/random';
import { Checks } from './checks';
import { Choices } from './choices';
import { Climate } from './climate';
import { Coverage } from './coverage';
import { portionOf, settingsOf, sizeOf } from './draws';
import { Faults, type Nature } from './faults';
import { Ledger } from './ledger';
import { Life } from './life';
import type { CrashPlan } from './lifetime';
import { MemoryDisk } from './memory-disk';
import { People } from './people';
import { Sayings } from './sayings';
import { Scheduler } from './scheduler';
import { Tenants } from './tenants';
import { Turns } from './turns';
import { Violation } from './watched';

const START = Date.parse('2026-06-01T08:00:00Z');
export const FOLDER = '/workspace/.msp-sync';

/** Operations for which the disk is full: two windows in three are a moment, which more than one piece of work outlives. */
const fullFor = (drawn: number): number => (drawn > 20 ? 1 + (drawn % 3) : drawn);

export class Stage {
  readonly lines: string[] = [];
  readonly coverage = new Coverage();
  readonly checks: Checks;
  readonly scheduler = new Scheduler(START);
  readonly random: Random;
  readonly disk = new MemoryDisk();
  readonly ledger = new Ledger();
  readonly tenants: Tenants;
  readonly people: People;
  readonly sayings: Sayings;
  readonly climate: Climate;
  readonly choices: Choices;
  readonly turns: Turns;
  /** Whatever was logged or shown of errors. */
  readonly logged: string[] = [];
  /** Which real thing each record is about. */
  private readonly truths: ReadonlyMap<RecordKey, string>;
  /** Steps of a run that are made safe on disk together. */
  private readonly keptTogether: number;
  private lives = 0;

  constructor(seed: number) {
    const random = new Random(seed);
    this.random = random.fork('story');
    const clock = {
      now: () => this.scheduler.now(),
      iso: () => new Date(this.scheduler.now()).toISOString(),
      yield: async () => undefined,
      sleep: async () => undefined,
    };
    const fleet = generateFleet({ seed, ...sizeOf(seed, random), now: new Date(START) });
    this.tenants = new Tenants(fleet, clock, random.fork('tenants'));
    const tell = (line: string) => this.tell(line);
    const shared = {
      tenants: this.tenants,
      ledger: this.ledger,
      scheduler: this.scheduler,
      coverage: this.coverage,
      tell,
    };
    this.choices = new Choices(settingsOf(random.fork('settings')), shared);
    this.people = new People(random.fork('people'), shared);
    this.checks = new Checks({
      ...shared,
      choices: this.choices,
      disk: this.disk,
      folder: FOLDER,
      decisions: () => this.sayings.decisions,
    });
    const { people, checks, disk } = this;
    this.sayings = new Sayings(this.random, { ...shared, people, checks, disk, folder: FOLDER });
    this.climate = new Climate(this.random, { ...shared, people });
    this.turns = new Turns(seed, random.fork('turns'), {
      ...shared,
      fleet,
      choices: this.choices,
      climate: this.climate,
    });
    checks.single.onWrite = (held, field) => this.turns.afterWrite(held, field);
    this.truths = truthsOf(fleet, this.tenants);
    this.keptTogether = portionOf(seed, random);
  }

  tell(line: string): void {
    const seconds = ((this.scheduler.now() - START) / 1000).toFixed(1);
    this.lines.push(`[${seconds} s] ${line}`);
  }

  /** All that stands in the products before we come. */
  async begin(): Promise<void> {
    for (const record of await this.tenants.everything()) {
      const key = keyOf(record);
      this.ledger.add(record, this.truths.get(key) ?? key, 'before', Number.NEGATIVE_INFINITY);
    }
  }

  /** Somebody does something in the portals, so many times. */
  async edits(when: string, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      this.coverage.count('edit', when);
      await this.people.act();
    }
  }

  /** The program starts: what it meets until it ends. */
  life(nature: Nature, crash: CrashPlan | null, editCount: number): Life {
    this.lives += 1;
    const random = this.random.fork(`life ${this.lives}`);
    const edits = new Map<number, () => Promise<void>>();
    for (let n = 0; n < editCount; n += 1) {
      edits.set(random.integer(1, random.chance(0.5) ? 60 : 250), () => this.people.act());
    }
    for (const at of this.turns.during()) edits.set(at, () => this.turns.typeBack());
    const fullOnceWriting = random.chance(0.6);
    const full =
      nature !== 'fine' && random.chance(0.15) ? random.integer(1, fullOnceWriting ? 80 : 300) : null;
    return new Life({
      scheduler: this.scheduler,
      tenants: this.tenants,
      disk: this.disk,
      folder: FOLDER,
      settings: this.choices.settings,
      keptTogether: this.keptTogether,
      random,
      faults: new Faults(random.fork('faults'), nature),
      crash,
      fullOnceWriting,
      diskFull: full === null ? null : [full, full + fullFor(random.integer(1, 60))],
      edits,
      witness: this.checks,
      coverage: this.coverage,
      tell: (line) => this.tell(line),
      logged: this.logged,
      clockError: () => this.climate.clockError,
    });
  }

  /** A run may fail, but only in a way that a person can understand. */
  judge(error: unknown): void {
    if (error instanceof Violation) throw error;
    this.logged.push(error instanceof Error ? `${error.message} ${error.stack ?? ''}` : String(error));
    if (!(error instanceof Failure) || error.reason === 'internal') {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.checks.violations.push(new Violation('unclear failure', what));
      return;
    }
    this.logged.push(JSON.stringify({ detail: error.detail, remedy: error.remedy }));
    this.coverage.count('failed run', error.reason);
    this.tell(`  failed: ${error.message}`);
  }
}

function truthsOf(fleet: Fleet, tenants: Tenants): ReadonlyMap<RecordKey, string> {
  const truths = new Map<RecordKey, string>();
  for (const system of SYSTEMS) {
    const view = fleet.views[system];
    const kinds = [
      ['organization', 'organization', view.organizations],
      ['location', 'location', view.locations],
      ['contact', 'contact', view.contacts],
      ['asset', 'machine', view.machines],
    ] as const;
    for (const [kind, name, list] of kinds) {
      for (const { key, truth } of list) {
        const id = tenants[system].recordId(name, key);
        if (id !== null) truths.set(`${system}:${kind}:${id}`, `${kind} ${truth}`);
      }
    }
  }
  return truths;
}
