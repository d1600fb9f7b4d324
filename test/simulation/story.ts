/** One seed's story from its first sync, through all that goes wrong, to the quiet at its end. */

import { createHash } from 'node:crypto';
import { Failure } from '../../src/engine/failure';
import type { RecordKey } from '../../src/engine/model';
import { keyOf, SYSTEMS } from '../../src/engine/model';
import type { Plan } from '../../src/engine/plan/model';
import type { RunReport } from '../../src/engine/run';
import type { SyncSettings } from '../../src/engine/settings';
import { generateFleet } from '../../src/simulators/fleet/generate';
import { Random } from '../../src/simulators/fleet/random';
import { planShape } from '../../src/store/shape';
import { Checks } from './checks';
import { Climate } from './climate';
import { type Counts, Coverage } from './coverage';
import { crashPlan, settingsOf, tally } from './draws';
import { Faults, type Nature } from './faults';
import { Crashed, type CrashPlan, Life } from './incarnation';
import { Ledger } from './ledger';
import { MemoryDisk } from './memory-disk';
import { People } from './people';
import { Sayings } from './sayings';
import { Scheduler } from './scheduler';
import { CALM, Tenants } from './tenants';
import { type Checker, Violation } from './watched';

export interface Told {
  readonly seed: number;
  readonly violation: { readonly checker: Checker; readonly message: string } | null;
  readonly counts: Counts;
  readonly story: readonly string[];
  /** Of all that happened: the same seed gives the same. */
  readonly fingerprint: string;
}

const START = Date.parse('2026-06-01T08:00:00Z');
const FOLDER = '/workspace/.msp-sync';
/** Runs in which quiet must be reached once nothing goes wrong any more. */
const RUNS_TO_QUIET = 6;
const MINUTE = 60_000;
const EVERY_GUARD = new Set([
  'too-many-writes',
  'too-many-archives',
  'too-many-overwrites',
  'shrunken-listing',
]);

export async function tellStory(seed: number): Promise<Told> {
  const story = new Story(seed);
  try {
    await story.run();
  } catch (error) {
    if (!(error instanceof Violation)) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      story.found.push(new Violation(/hangs|without end/.test(what) ? 'hang' : 'unclear failure', what));
    } else {
      story.found.push(error);
    }
  }
  const [first] = [...story.checks.violations, ...story.found];
  const text = story.lines.join('\n');
  return {
    seed,
    violation: first ? { checker: first.checker, message: first.message } : null,
    counts: story.coverage.counts,
    story: story.lines,
    fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 16),
  };
}

class Story {
  readonly lines: string[] = [];
  readonly found: Violation[] = [];
  readonly coverage = new Coverage();
  readonly checks: Checks;
  private readonly scheduler = new Scheduler(START);
  private readonly random: Random;
  private readonly disk = new MemoryDisk();
  private readonly ledger = new Ledger();
  private readonly tenants: Tenants;
  private readonly people: People;
  private readonly logged: string[] = [];
  private readonly settings: SyncSettings;
  private readonly sayings: Sayings;
  private readonly climate: Climate;
  private lives = 0;
  private lastPlan: Plan | null = null;
  private lastRuns: string[] = [];

  constructor(readonly seed: number) {
    const random = new Random(seed);
    this.random = random.fork('story');
    const clock = {
      now: () => this.scheduler.now(),
      iso: () => new Date(this.scheduler.now()).toISOString(),
      yield: async () => undefined,
      sleep: async () => undefined,
    };
    const fleet = generateFleet({
      seed,
      organizations: random.fork('size').weighted([
        [12, 2],
        [4, 3],
        [2, 4],
        [1, 7],
      ]),
      assetsPerOrganization: random.fork('assets').integer(2, 3),
      now: new Date(START),
    });
    this.tenants = new Tenants(fleet, clock, random.fork('tenants'));
    const tell = (line: string) => this.tell(line);
    const shared = {
      tenants: this.tenants,
      ledger: this.ledger,
      scheduler: this.scheduler,
      coverage: this.coverage,
      tell,
    };
    this.people = new People(random.fork('people'), shared);
    this.checks = new Checks({
      ...shared,
      disk: this.disk,
      folder: FOLDER,
      decisions: () => this.sayings.decisions,
    });
    const { people, checks, disk } = this;
    this.sayings = new Sayings(this.random, { ...shared, people, checks, disk, folder: FOLDER });
    this.climate = new Climate(this.random, { ...shared, people });
    this.settings = settingsOf(random.fork('settings'));
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
          const id = this.tenants[system].recordId(name, key);
          if (id !== null) truths.set(`${system}:${kind}:${id}`, `${kind} ${truth}`);
        }
      }
    }
    this.truths = truths;
  }
  private readonly truths: ReadonlyMap<RecordKey, string>;

  tell(line: string): void {
    const seconds = ((this.scheduler.now() - START) / 1000).toFixed(1);
    this.lines.push(`[${seconds} s] ${line}`);
  }

  async run(): Promise<void> {
    for (const record of await this.tenants.everything()) {
      this.ledger.add(
        record,
        this.truths.get(keyOf(record)) ?? keyOf(record),
        'before',
        Number.NEGATIVE_INFINITY,
      );
    }
    const rounds = this.random.integer(2, 3);
    for (let round = 1; round <= rounds; round += 1) {
      await this.edits(round === 1 ? 'before runs' : 'between runs', this.random.integer(0, 3));
      await this.round(round);
      if (this.checks.violations.length > 0) return;
      this.scheduler.pass(this.random.integer(5, 1500) * MINUTE);
    }
    await this.quiet();
    this.checks.atRest.checkSecrets([...this.disk.everWritten, ...this.logged]);
  }

  private async edits(when: string, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      this.coverage.count('edit', when);
      await this.people.act();
    }
  }

  /** One stretch of work under some weather, with a crash perhaps. */
  private async round(round: number): Promise<void> {
    const { random } = this;
    const nature = random.weighted<Nature>([
      [4, 'fine'],
      [4, 'light'],
      [3, 'rough'],
      [2, 'stormy'],
    ]);
    const narrowed = round > 1 ? this.climate.narrowed(this.random.fork(`sight ${round}`)) : null;
    const crashing = random.chance(0.45) ? crashPlan(random) : null;
    const crash = narrowed ? null : crashing;
    const weather = narrowed ?? (random.chance(0.2) ? this.climate.badWeather() : CALM);
    const deed =
      round === 1 || narrowed
        ? 'sync'
        : random.weighted([
            [5, 'sync'],
            [3, 'sync of changes'],
            [2, 'plan then apply'],
            [2, 'undo'],
            [3, 'say'],
            [1, 'close'],
          ] as const);
    this.tell(
      `round ${round}: ${deed}, ${nature}${crash ? `, ${crash.how} at call ${crash.at}${crash.writing ? ' from the first write on' : ''}` : ''}${weather === CALM ? '' : ', bad weather'}`,
    );
    this.tenants.setWeather(weather);
    if (round > 1) await this.climate.editBesideHidden(weather);
    this.climate.jumpClock(round);
    const life = this.life(nature, crash, this.random.integer(0, 3));
    try {
      await this.scheduler.until(Promise.race([this.perform(deed, life), life.end]));
    } catch (error) {
      if (!(error instanceof Crashed)) this.judge(error);
      else if (deed === 'plan then apply') await this.applyAgain();
    }
    life.close();
    this.checks.atRest.checkFiles();
    this.tenants.setWeather(CALM);
    // What is still on the wire arrives.
    this.scheduler.pass(MINUTE);
    await this.scheduler.until(new Promise<void>((resolve) => this.scheduler.after(2 * MINUTE, resolve)));
    this.sayings.reload();
  }

  private async perform(deed: string, life: Life): Promise<void> {
    const options = {
      progress: { report: () => undefined },
      signal: new AbortController().signal,
      pass: this.climate.passes(),
    };
    if (deed === 'plan then apply') {
      this.coverage.count('person', 'plan then apply');
      this.checks.begin('sync');
      const prepared = await life.session.plan(options);
      await this.edits('between runs', this.random.integer(0, 2));
      this.scheduler.pass(this.random.integer(1, 30) * MINUTE);
      this.checks.begin('sync', prepared.plan);
      const applied = await life.session.apply(prepared.plan, options);
      this.lastRuns.push(applied.run);
      this.countOutcomes(applied.outcomes);
      this.checks.leftOpen.note(prepared.plan, applied.outcomes);
      return;
    }
    if (deed === 'undo') return this.undo(life, options);
    if (deed === 'say') await this.sayings.say(life, this.lastPlan?.conflicts ?? []);
    if (deed === 'close') {
      const closing = new AbortController();
      this.coverage.count('crash', 'window closed in a run');
      this.scheduler.after(this.random.integer(100, 60_000), () => closing.abort());
      await this.sync(life, { ...options, signal: closing.signal });
      return;
    }
    if (deed === 'sync of changes') {
      this.coverage.count('person', 'sync of what changed');
      await this.sync(life, { ...options, reading: 'changes' });
      return;
    }
    await this.sync(life, options);
  }

  /** After a crash the plan is still there, and a person applies it once more. */
  private async applyAgain(): Promise<void> {
    this.scheduler.pass(2 * MINUTE);
    await this.scheduler.until(new Promise<void>((resolve) => this.scheduler.after(2 * MINUTE, resolve)));
    const life = this.life('fine', null, 0);
    const text = this.disk.text(`${FOLDER}/plan.json`);
    try {
      const plan = text === null ? null : planShape.parse(JSON.parse(text));
      if (!plan) return;
      this.tell('  applies the same plan again');
      this.coverage.count('person', 'apply again after a crash');
      this.checks.begin('sync', plan);
      const options = { progress: { report: () => undefined }, signal: new AbortController().signal };
      await this.scheduler.until(life.session.apply(plan, options));
    } catch (error) {
      this.judge(error);
    } finally {
      life.close();
    }
  }

  private async sync(life: Life, options: Parameters<Life['session']['sync']>[0]): Promise<RunReport> {
    this.coverage.count('person', 'sync');
    this.checks.begin('sync');
    const startedAt = this.scheduler.now();
    const report = await life.session.sync(options);
    this.lastRuns.push(report.run);
    this.lastPlan = report.prepared.plan;
    this.countOutcomes(report.outcomes);
    this.checks.leftOpen.note(report.prepared.plan, report.outcomes);
    for (const merged of report.prepared.merges) {
      for (const field of merged.fields) this.coverage.count('row', field.merged.row);
    }
    this.tell(
      `  ran: ${JSON.stringify(tally(report.outcomes.map(({ type }) => type)))}, ${this.checks.writes} writes, ${report.prepared.plan.conflicts.length} conflicts`,
    );
    for (const outcome of report.outcomes) {
      if (outcome.type !== 'done' && outcome.type !== 'unchanged')
        this.tell(`    ${outcome.type} ${outcome.step}: ${outcome.message}`);
    }
    this.checks.atRest.checkIdentities(startedAt, true);
    return report;
  }

  private countOutcomes(outcomes: RunReport['outcomes']): void {
    for (const { type } of outcomes) this.coverage.count('outcome', type);
  }

  private async undo(life: Life, options: Parameters<Life['session']['sync']>[0]): Promise<void> {
    const run = this.lastRuns.at(-1);
    if (!run) return;
    this.coverage.count('person', 'undo');
    const plan = await life.session.undoOf(run);
    this.tell(`  undoes ${run}: ${plan.steps.length} steps`);
    // What it would take back is looked at for a while, and somebody works on meanwhile.
    await this.edits('between runs', this.random.integer(0, 3));
    this.checks.begin('undo', plan);
    const applied = await life.session.apply(plan, { ...options, purpose: 'undo' });
    this.countOutcomes(applied.outcomes);
  }

  /** Nothing goes wrong any more: the systems come to rest, and then nothing is written. */
  private async quiet(): Promise<void> {
    this.tell('quiet: no faults, no edits, and the clock is right');
    this.climate.clockError = 0;
    let still = 0;
    let last = 'none';
    for (let run = 1; run <= RUNS_TO_QUIET + 2; run += 1) {
      this.scheduler.pass(90 * MINUTE);
      const life = this.life('fine', null, 0);
      try {
        const report = await this.scheduler.until(
          this.sync(life, {
            progress: { report: () => undefined },
            signal: new AbortController().signal,
            pass: EVERY_GUARD,
          }),
        );
        last = report.prepared.plan.steps.map(({ id }) => id).join(', ');
      } catch (error) {
        this.judge(error);
        this.checks.violations.push(
          new Violation('no convergence', `A run fails although nothing is wrong: ${String(error)}`),
        );
        return;
      } finally {
        life.close();
      }
      if (this.checks.violations.length > 0) return;
      still = this.checks.writes === 0 ? still + 1 : 0;
      if (still === 2) {
        this.coverage.count('runs to quiet', String(run));
        if (this.lastPlan) this.checks.differences(this.lastPlan);
        return;
      }
    }
    this.checks.violations.push(
      new Violation(
        'no convergence',
        `After ${RUNS_TO_QUIET + 2} runs without faults something is still written: ${last}`,
      ),
    );
  }

  private life(nature: Nature, crash: CrashPlan | null, editCount: number): Life {
    this.lives += 1;
    const random = this.random.fork(`life ${this.lives}`);
    const edits = new Map<number, () => Promise<void>>();
    for (let n = 0; n < editCount; n += 1) {
      edits.set(random.integer(1, random.chance(0.5) ? 60 : 250), () => this.people.act());
    }
    const fullOnceWriting = random.chance(0.6);
    const full =
      nature !== 'fine' && random.chance(0.15) ? random.integer(1, fullOnceWriting ? 80 : 300) : null;
    return new Life({
      scheduler: this.scheduler,
      tenants: this.tenants,
      disk: this.disk,
      folder: FOLDER,
      settings: this.settings,
      random,
      faults: new Faults(random.fork('faults'), nature),
      crash,
      fullOnceWriting,
      diskFull: full === null ? null : [full, full + random.integer(1, 60)],
      edits,
      witness: this.checks,
      coverage: this.coverage,
      tell: (line) => this.tell(line),
      logged: this.logged,
      clockError: () => this.climate.clockError,
    });
  }

  /** A run may fail, but only in a way that a person can understand. */
  private judge(error: unknown): void {
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
