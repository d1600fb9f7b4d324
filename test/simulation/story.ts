/** One seed's story from its first sync, through all that goes wrong, to the quiet at its end. */
import { createHash } from 'node:crypto';
import type { Counts } from './coverage';
import { type Deed, Deeds } from './deeds';
import { crashPlan } from './draws';
import type { Nature } from './faults';
import { Crashed, type CrashPlan } from './lifetime';
import { Stage } from './stage';
import { CALM, type Weather } from './tenants';
import { type Checker, Violation } from './watched';

export interface Told {
  readonly seed: number;
  readonly violation: { readonly checker: Checker; readonly message: string } | null;
  readonly counts: Counts;
  readonly story: readonly string[];
  /** Of all that happened: the same seed gives the same. */
  readonly fingerprint: string;
}

/** Runs in which quiet must be reached once nothing goes wrong any more. */
const RUNS_TO_QUIET = 6;
/** Of the stories that are at rest so many are asked once more: what comes and goes would come back in the next run but one. */
const ASKED_TWICE = 0.3;
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
  const [first] = [...story.stage.checks.violations, ...story.found];
  const text = story.stage.lines.join('\n');
  return {
    seed,
    violation: first ? { checker: first.checker, message: first.message } : null,
    counts: story.stage.coverage.counts,
    story: story.stage.lines,
    fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 16),
  };
}

export interface Round {
  readonly nature: Nature;
  readonly weather: Weather;
  readonly crash: CrashPlan | null;
  readonly deed: Deed;
}

class Story {
  readonly found: Violation[] = [];
  readonly stage: Stage;
  private readonly deeds: Deeds;

  constructor(seed: number) {
    this.stage = new Stage(seed);
    this.deeds = new Deeds(this.stage);
  }

  async run(): Promise<void> {
    const { stage } = this;
    await stage.begin();
    if (stage.turns.taken) stage.tell('this story takes turns');
    const rounds = stage.random.integer(2, 3);
    for (let round = 1; round <= rounds; round += 1) {
      await stage.edits(round === 1 ? 'before runs' : 'between runs', stage.random.integer(0, 3));
      await stage.turns.between();
      await this.round(round, this.drawn(round));
      if (stage.checks.violations.length > 0) return;
      stage.scheduler.pass(stage.random.integer(5, 1500) * MINUTE);
    }
    await this.turns(rounds);
    await this.quiet();
    stage.checks.atRest.checkSecrets([...stage.disk.everWritten, ...stage.logged]);
  }

  /** What stories that take turns tell besides. */
  private async turns(before: number): Promise<void> {
    const { stage } = this;
    if (stage.turns.comesAfterALull) await this.quiet();
    if (stage.checks.violations.length > 0) return;
    for (const [at, deed] of stage.turns.deeds().entries()) {
      await stage.turns.between();
      await this.round(before + at + 1, stage.turns.round(deed));
      if (stage.checks.violations.length > 0) return;
      stage.scheduler.pass(stage.turns.random.integer(5, 1500) * MINUTE);
    }
    stage.turns.settle();
  }

  /** One stretch of work under some weather, with a crash perhaps. */
  private async round(round: number, { nature, weather, crash, deed }: Round): Promise<void> {
    const { stage } = this;
    stage.tell(
      `round ${round}: ${deed}, ${nature}${crash ? `, ${crash.how} at call ${crash.at}${crash.writing ? ' from the first write on' : ''}` : ''}${weather === CALM ? '' : ', bad weather'}`,
    );
    stage.tenants.setWeather(weather);
    if (round > 1) await stage.climate.editBesideHidden(weather);
    stage.climate.jumpClock(round);
    const life = stage.life(nature, crash, stage.random.integer(0, 3));
    try {
      await stage.scheduler.until(Promise.race([this.deeds.perform(deed, life), life.end]));
    } catch (error) {
      if (!(error instanceof Crashed)) stage.judge(error);
      else if (deed === 'plan then apply' || deed === 'tick, then apply') await this.deeds.applyAgain();
    }
    life.close();
    stage.checks.atRest.checkFiles();
    stage.tenants.setWeather(CALM);
    // What is still on the wire arrives.
    stage.scheduler.pass(MINUTE);
    await stage.scheduler.until(new Promise<void>((resolve) => stage.scheduler.after(2 * MINUTE, resolve)));
    stage.sayings.reload();
  }

  /** What a round is about, and what it meets. */
  private drawn(round: number): Round {
    const { climate, random } = this.stage;
    const nature = random.weighted<Nature>([
      [4, 'fine'],
      [4, 'light'],
      [3, 'rough'],
      [2, 'stormy'],
    ]);
    const narrowed = round > 1 ? climate.narrowed(random.fork(`sight ${round}`)) : null;
    const crashing = random.chance(0.45) ? crashPlan(random) : null;
    const crash = narrowed ? null : crashing;
    const weather = narrowed ?? (random.chance(0.2) ? climate.badWeather() : CALM);
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
    return { nature, weather, crash, deed };
  }

  /** Nothing goes wrong any more: the systems come to rest, and then nothing is written. */
  private async quiet(): Promise<void> {
    const { stage } = this;
    stage.tell('quiet: no faults, no edits, and the clock is right');
    stage.climate.clockError = 0;
    stage.turns.goesOn = false;
    let still = 0;
    const enough = stage.random.fork('rest').chance(ASKED_TWICE) ? 2 : 1;
    let last = 'none';
    for (let run = 1; run <= RUNS_TO_QUIET + 2; run += 1) {
      stage.scheduler.pass(90 * MINUTE);
      const life = stage.life('fine', null, 0);
      try {
        if (run === 1 && stage.turns.taken) await stage.scheduler.until(this.deeds.plans.settle(life));
        const report = await stage.scheduler.until(
          this.deeds.sync(life, {
            progress: { report: () => undefined },
            signal: new AbortController().signal,
            pass: EVERY_GUARD,
          }),
        );
        last = report.prepared.plan.steps.map(({ id }) => id).join(', ');
      } catch (error) {
        stage.judge(error);
        stage.checks.violations.push(
          new Violation('no convergence', `A run fails although nothing is wrong: ${String(error)}`),
        );
        return;
      } finally {
        life.close();
      }
      if (stage.checks.violations.length > 0) return;
      still = stage.checks.writes === 0 ? still + 1 : 0;
      if (still === enough) {
        stage.coverage.count('runs to quiet', String(run));
        if (this.deeds.lastPlan) stage.checks.differences(this.deeds.lastPlan);
        stage.turns.goesOn = true;
        return;
      }
    }
    stage.checks.violations.push(
      new Violation(
        'no convergence',
        `After ${RUNS_TO_QUIET + 2} runs without faults something is still written: ${last}`,
      ),
    );
  }
}
