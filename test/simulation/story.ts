/** One seed's story from its first sync, through all that goes wrong, to the quiet at its end. */
import { createHash } from 'node:crypto';
import type { Counts } from './coverage';
import { type Deed, Deeds } from './deeds';
import { crashPlan } from './draws';
import type { Nature } from './faults';
import type { Life } from './life';
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
const MINUTE = 60_000;
const SILENT = { report: () => undefined };
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

const calmOptions = () => ({ progress: SILENT, signal: new AbortController().signal, pass: EVERY_GUARD });

interface Round {
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
    const more = stage.afterthoughts ? 2 : 0;
    const rounds = stage.random.integer(2, 3) + more;
    for (let round = 1; round <= rounds; round += 1) {
      await stage.edits(round === 1 ? 'before runs' : 'between runs', stage.random.integer(0, 3));
      if (round > 1) stage.afterthoughts?.reconsider(stage.choices);
      await this.round(round);
      if (stage.checks.violations.length > 0) return;
      stage.scheduler.pass(stage.random.integer(5, 1500) * MINUTE);
    }
    await this.quiet();
    await this.encore();
    stage.checks.atRest.checkSecrets([...stage.disk.everWritten, ...stage.logged]);
  }

  /** Once all agree, people have second thoughts about that, and it comes to rest again. */
  private async encore(): Promise<void> {
    const { stage } = this;
    const { afterthoughts } = stage;
    if (!afterthoughts || stage.checks.violations.length > 0) return;
    stage.tell('encore');
    afterthoughts.reconsider(stage.choices);
    await afterthoughts.some();
    await this.calmly((life) => this.deeds.sync(life, calmOptions()));
    await afterthoughts.some();
    await this.quiet();
  }

  /** With no faults; a failure is none that anyone could understand. */
  private async calmly<T>(act: (life: Life) => Promise<T>): Promise<T | null> {
    const { stage } = this;
    stage.scheduler.pass(90 * MINUTE);
    const life = stage.life('fine', null, 0);
    try {
      return await stage.scheduler.until(act(life));
    } catch (error) {
      stage.judge(error);
      const why = `A run fails although nothing is wrong: ${String(error)}`;
      stage.checks.violations.push(new Violation('no convergence', why));
      return null;
    } finally {
      life.close();
    }
  }

  /** One stretch of work under some weather, with a crash perhaps. */
  private async round(round: number): Promise<void> {
    const { stage } = this;
    const { nature, weather, crash, deed } = this.drawn(round);
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
      else if (deed === 'plan then apply') await this.deeds.applyAgain();
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
    const other = round === 1 ? null : (this.stage.afterthoughts?.deed(this.deeds.kept !== null) ?? null);
    const deed =
      round === 1 || narrowed
        ? 'sync'
        : (other ??
          random.weighted([
            [5, 'sync'],
            [3, 'sync of changes'],
            [2, 'plan then apply'],
            [2, 'undo'],
            [3, 'say'],
            [1, 'close'],
          ] as const));
    return { nature, weather, crash, deed };
  }

  /** Nothing goes wrong any more: the systems come to rest, and then nothing is written. */
  private async quiet(): Promise<void> {
    const { stage } = this;
    stage.tell('quiet: no faults, no edits, and the clock is right');
    stage.climate.clockError = 0;
    stage.afterthoughts?.settle(stage.choices);
    let still = 0;
    let last = 'none';
    for (let run = 1; run <= RUNS_TO_QUIET + 2; run += 1) {
      const report = await this.calmly(async (life) => {
        // A person sees a plan with what was left out before.
        if (stage.afterthoughts && run === 1) await life.session.plan(calmOptions());
        return this.deeds.sync(life, calmOptions());
      });
      last = report?.prepared.plan.steps.map(({ id }) => id).join(', ') ?? last;
      if (stage.checks.violations.length > 0) return;
      still = stage.checks.writes === 0 ? still + 1 : 0;
      if (still === 2) {
        stage.coverage.count('runs to quiet', String(run));
        if (this.deeds.lastPlan && stage.choices.areFirst) stage.checks.differences(this.deeds.lastPlan);
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
