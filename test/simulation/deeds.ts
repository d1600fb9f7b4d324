/** What a person has the program do. */
import { SAFE_UNASKED } from '../../src/engine/follow/unattended';
import type { Plan } from '../../src/engine/plan/model';
import type { RunReport } from '../../src/engine/run';
import { planShape } from '../../src/store/shape';
import { tally } from './draws';
import type { Life } from './life';
import { FOLDER, type Stage } from './stage';

export type Deed =
  | 'sync'
  | 'sync of changes'
  | 'plan then apply'
  | 'undo'
  | 'say'
  | 'close'
  | 'follow'
  | 'leave steps out'
  | 'say before applying'
  | 'keep a plan'
  | 'apply a kept plan';
type Options = Pick<Parameters<Life['session']['sync']>[0], 'progress' | 'signal' | 'pass'>;

const MINUTE = 60_000;

export class Deeds {
  lastPlan: Plan | null = null;
  /** Made a while ago, and not applied yet. */
  kept: Plan | null = null;
  private lastRuns: string[] = [];

  constructor(private readonly stage: Stage) {}

  async perform(deed: Deed, life: Life): Promise<void> {
    const options = {
      progress: { report: () => undefined },
      signal: new AbortController().signal,
      pass: this.stage.climate.passes(),
    };
    if (deed === 'plan then apply') return this.planThenApply(life, options);
    if (deed === 'undo') return this.undo(life, options);
    if (deed === 'follow') return this.follow(life, options);
    if (deed === 'leave steps out') return this.leaveOut(life, options);
    if (deed === 'say before applying') return this.sayThenApply(life, options);
    if (deed === 'keep a plan') return this.keep(life, options);
    if (deed === 'apply a kept plan') return this.applyKept(life, options);
    if (deed === 'say') await this.stage.sayings.say(life, this.lastPlan?.conflicts ?? []);
    if (deed === 'close') {
      const closing = new AbortController();
      this.stage.coverage.count('crash', 'window closed in a run');
      this.stage.scheduler.after(this.stage.random.integer(100, 60_000), () => closing.abort());
      await this.sync(life, { ...options, signal: closing.signal });
      return;
    }
    if (deed === 'sync of changes') {
      this.stage.coverage.count('person', 'sync of what changed');
      await this.sync(life, { ...options, reading: 'changes' });
      return;
    }
    await this.sync(life, options);
  }

  private async planThenApply(life: Life, options: Options): Promise<void> {
    const { stage } = this;
    stage.coverage.count('person', 'plan then apply');
    stage.checks.begin('sync');
    const prepared = await life.session.plan(options);
    await stage.edits('between runs', stage.random.integer(0, 2));
    stage.scheduler.pass(stage.random.integer(1, 30) * MINUTE);
    stage.checks.begin('sync', prepared.plan);
    const applied = await life.session.apply(prepared.plan, options);
    this.lastRuns.push(applied.run);
    this.countOutcomes(applied.outcomes);
    stage.checks.leftOpen.note(prepared.plan, applied.outcomes);
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

  private async planned(life: Life, options: Options): Promise<Plan> {
    this.stage.checks.begin('sync');
    return (await life.session.plan(options)).plan;
  }

  private async leaveOut(life: Life, options: Options): Promise<void> {
    const { stage } = this;
    const { steps } = await this.planned(life, options);
    const out = steps.filter(() => stage.random.chance(0.4));
    stage.coverage.count('person', 'leaves steps out', out.length > 0 ? 1 : 0);
    await life.session.tick(...out.map(({ id }) => ({ group: { step: id }, ticked: false })));
    await this.applySaved(life, options);
  }

  private async sayThenApply(life: Life, options: Options): Promise<void> {
    const { conflicts } = await this.planned(life, options);
    this.stage.coverage.count('person', 'says something before applying');
    await this.stage.sayings.say(life, conflicts);
    await this.applySaved(life, options);
  }

  private async keep(life: Life, options: Options): Promise<void> {
    this.kept = await this.planned(life, options);
    this.stage.coverage.count('person', 'keeps a plan');
  }

  private async applyKept(life: Life, options: Options): Promise<void> {
    if (!this.kept) return;
    this.stage.coverage.count('person', 'applies a kept plan');
    await this.apply(life, options, this.kept);
  }

  private async applySaved(life: Life, options: Options): Promise<void> {
    const plan = await life.session.savedPlan();
    if (plan) await this.apply(life, options, plan);
  }

  private async apply(life: Life, options: Options, plan: Plan): Promise<void> {
    const { stage } = this;
    stage.checks.begin('sync', plan);
    const applied = await life.session.apply(plan, options);
    this.lastRuns.push(applied.run);
    this.countOutcomes(applied.outcomes);
    stage.checks.leftOpen.note(plan, applied.outcomes);
    stage.checks.end();
    stage.tell(`  applied: ${JSON.stringify(tally(applied.outcomes.map(({ type }) => type)))}`);
  }

  /** After a crash the plan is still there, and a person applies it once more. */
  async applyAgain(): Promise<void> {
    this.stage.scheduler.pass(2 * MINUTE);
    await this.stage.scheduler.until(
      new Promise<void>((resolve) => this.stage.scheduler.after(2 * MINUTE, resolve)),
    );
    const life = this.stage.life('fine', null, 0);
    const text = this.stage.disk.text(`${FOLDER}/plan.json`);
    try {
      const plan = text === null ? null : planShape.parse(JSON.parse(text));
      if (!plan) return;
      this.stage.tell('  applies the same plan again');
      this.stage.coverage.count('person', 'apply again after a crash');
      this.stage.checks.begin('sync', plan);
      const options = { progress: { report: () => undefined }, signal: new AbortController().signal };
      await this.stage.scheduler.until(life.session.apply(plan, options));
    } catch (error) {
      this.stage.judge(error);
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

  private countOutcomes(outcomes: RunReport['outcomes']): void {
    for (const { type } of outcomes) this.stage.coverage.count('outcome', type);
  }

  private async undo(life: Life, options: Options): Promise<void> {
    const run = this.lastRuns.at(-1);
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
}
