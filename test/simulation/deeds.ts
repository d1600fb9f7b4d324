/** What a person has the program do. */
import { SAFE_UNASKED } from '../../src/engine/follow/unattended';
import type { Plan } from '../../src/engine/plan/model';
import type { RunReport } from '../../src/engine/run';
import { pickFrom, tally } from './draws';
import type { Life } from './life';
import { Plans } from './plans';
import type { Stage } from './stage';

/** What stories that take turns have it do besides. */
export type TurnDeed =
  | 'sync'
  | 'follow'
  | 'tick, then apply'
  | 'tick again, and apply'
  | 'plan, say, then apply'
  | 'keep a plan'
  | 'apply what was kept'
  | 'undo'
  | 'set aside, then sync'
  | 'take up again, then sync';
export type Deed = TurnDeed | 'sync of changes' | 'plan then apply' | 'say' | 'close';
export type Options = Pick<Parameters<Life['session']['sync']>[0], 'progress' | 'signal' | 'pass'>;

const MINUTE = 60_000;

export class Deeds {
  lastPlan: Plan | null = null;
  readonly plans: Plans;
  private lastRuns: string[] = [];

  constructor(private readonly stage: Stage) {
    this.plans = new Plans(stage, async (life, { plan, at }, options) => {
      stage.checks.begin('sync', plan, at);
      const applied = await life.session.apply(plan, options);
      this.lastRuns.push(applied.run);
      this.countOutcomes(applied.outcomes);
      stage.checks.leftOpen.note(plan, applied.outcomes);
      stage.checks.end();
      stage.tell(`  applied: ${JSON.stringify(tally(applied.outcomes.map(({ type }) => type)))}`);
    });
  }

  async perform(deed: Deed, life: Life): Promise<void> {
    const { plans } = this;
    const options = {
      progress: { report: () => undefined },
      signal: new AbortController().signal,
      pass: this.stage.climate.passes(),
    };
    switch (deed) {
      case 'plan then apply':
        return plans.planThenApply(life, options);
      case 'tick, then apply':
        return plans.tickThenApply(life, options);
      case 'tick again, and apply':
        return plans.tickAgain(life, options);
      case 'plan, say, then apply':
        return plans.planSayThenApply(life, options);
      case 'keep a plan':
        return plans.keep(life, options);
      case 'apply what was kept':
        return plans.applyKept(life, options);
      case 'undo':
        return this.undo(life, options);
      case 'close':
        return this.closeIn(life, options);
      case 'sync of changes':
        this.stage.coverage.count('person', 'sync of what changed');
        await this.sync(life, { ...options, reading: 'changes' });
        return;
      case 'say':
        await this.stage.sayings.say(life, this.lastPlan?.conflicts ?? []);
        await this.sync(life, options);
        return;
      case 'set aside, then sync':
        await this.stage.sayings.setAside(life);
        await this.sync(life, options);
        return;
      case 'take up again, then sync':
        await this.stage.sayings.takeUp(life);
        await this.sync(life, options);
        return;
      case 'follow':
        return this.follow(life, options);
      case 'sync':
        await this.sync(life, options);
    }
  }

  /** The window is closed while the run goes on. */
  private async closeIn(life: Life, options: Options): Promise<void> {
    const closing = new AbortController();
    this.stage.coverage.count('crash', 'window closed in a run');
    this.stage.scheduler.after(this.stage.random.integer(100, 60_000), () => closing.abort());
    await this.sync(life, { ...options, signal: closing.signal });
  }

  /** After a crash in the middle of a plan. */
  async applyAgain(): Promise<void> {
    const { stage } = this;
    stage.scheduler.pass(2 * MINUTE);
    await stage.scheduler.until(new Promise<void>((resolve) => stage.scheduler.after(2 * MINUTE, resolve)));
    const life = stage.life('fine', null, 0);
    try {
      await this.plans.applyAgain(life);
    } catch (error) {
      stage.judge(error);
    } finally {
      life.close();
    }
  }

  async sync(life: Life, options: Parameters<Life['session']['sync']>[0]): Promise<RunReport> {
    this.stage.coverage.count('person', 'sync');
    this.stage.checks.begin('sync');
    const startedAt = this.stage.scheduler.now();
    const report = await life.session.sync(options);
    this.lastRuns.push(report.run);
    this.lastPlan = report.prepared.plan;
    this.countOutcomes(report.outcomes);
    this.stage.checks.leftOpen.note(report.prepared.plan, report.outcomes);
    for (const merged of report.prepared.merges) {
      for (const field of merged.fields) this.stage.coverage.count('row', field.merged.row);
    }
    this.stage.tell(
      `  ran: ${JSON.stringify(tally(report.outcomes.map(({ type }) => type)))}, ${this.stage.checks.writes} writes, ${report.prepared.plan.conflicts.length} conflicts`,
    );
    for (const outcome of report.outcomes) {
      if (outcome.type !== 'done' && outcome.type !== 'unchanged')
        this.stage.tell(`    ${outcome.type} ${outcome.step}: ${outcome.message}`);
    }
    this.stage.checks.end();
    this.stage.checks.atRest.checkIdentities(startedAt, true);
    return report;
  }

  /** By itself, with nobody looking: what is safe, where somebody has let a plan be carried out before. */
  private async follow(life: Life, options: Options): Promise<void> {
    const { stage } = this;
    stage.coverage.count('person', 'lets it follow by itself');
    stage.checks.begin('unasked');
    const startedAt = stage.scheduler.now();
    const { report } = await life.session.follow({ ...options, unasked: SAFE_UNASKED, reading: 'whole' });
    this.lastRuns.push(report.run);
    this.lastPlan = report.prepared.plan;
    this.countOutcomes(report.outcomes);
    stage.checks.leftOpen.note(report.prepared.plan, report.outcomes);
    stage.tell(`  followed: ${JSON.stringify(tally(report.outcomes.map(({ type }) => type)))}`);
    stage.checks.end();
    stage.checks.atRest.checkIdentities(startedAt, true);
  }

  private countOutcomes(outcomes: RunReport['outcomes']): void {
    for (const { type } of outcomes) this.stage.coverage.count('outcome', type);
  }

  private async undo(life: Life, options: Options): Promise<void> {
    const run = this.stage.turns.ofLists ? await this.someRun(life) : this.lastRuns.at(-1);
    if (!run) return;
    this.stage.coverage.count('person', 'undo');
    const plan = await life.session.undoOf(run);
    this.stage.tell(`  undoes ${run}: ${plan.steps.length} steps`);
    // What it would take back is looked at for a while, and somebody works on meanwhile.
    await this.stage.edits('between runs', this.stage.random.integer(0, 3));
    this.stage.checks.begin('undo', plan);
    const applied = await life.session.apply(plan, { ...options, purpose: 'undo' });
    this.countOutcomes(applied.outcomes);
  }

  /** One of the last two that wrote something, also one that was killed. */
  private async someRun(life: Life): Promise<string | undefined> {
    const runs = (await life.session.history()).filter(({ writes }) => writes.length > 0);
    return pickFrom(this.stage.turns.random, runs.slice(0, 2))?.run;
  }
}
