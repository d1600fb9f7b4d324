/** What people do with plans: look, tick, say something first, keep one and apply it later. */
import type { Plan, Step } from '../../src/engine/plan/model';
import type { StepGroup, Tick } from '../../src/engine/plan/ticks';
import type { Random } from '../../src/simulators/fleet/random';
import { planShape } from '../../src/store/shape';
import type { Options } from './deeds';
import type { Life } from './life';
import { TURN_SAYINGS } from './sayings';
import { FOLDER, type Stage } from './stage';

const MINUTE = 60_000;

/** A plan, and when the systems were read for it. */
interface Kept {
  readonly plan: Plan;
  readonly at: number;
}

export class Plans {
  /** In a file of its own, beside the one that the program keeps. */
  private kept: Kept | null = null;
  private readonly random: Random;

  constructor(
    private readonly stage: Stage,
    private readonly carryOut: (life: Life, kept: Kept, options: Options) => Promise<void>,
  ) {
    this.random = stage.turns.random.fork('plans');
  }

  async planThenApply(life: Life, options: Options): Promise<void> {
    const { stage } = this;
    stage.coverage.count('person', 'plan then apply');
    const made = await this.make(life, options);
    await stage.edits('between runs', stage.random.integer(0, 2));
    stage.scheduler.pass(stage.random.integer(1, 30) * MINUTE);
    await this.carryOut(life, made, options);
  }

  /** Some steps stay out, for now. */
  async tickThenApply(life: Life, options: Options): Promise<void> {
    const { at, plan } = await this.make(life, options);
    if (plan.steps.length === 0) return;
    const ticks = this.drawnTicks(plan.steps);
    const ticked = await life.session.tick(...ticks);
    this.stage.checks.ticks.said(ticked);
    const out = ticked.unticked?.length ?? 0;
    if (out > 0) this.count('steps unticked');
    this.stage.tell(`  person unticks ${out} of ${plan.steps.length} steps`);
    if (this.random.chance(0.3)) await this.stage.turns.between();
    await this.carryOut(life, { at, plan: ticked }, options);
  }

  /** What stayed out is carried out after all, by the plan that is kept. */
  async tickAgain(life: Life, options: Options): Promise<void> {
    const saved = await life.session.savedPlan();
    if (!saved?.unticked) return;
    const plan = await life.session.tick({ group: {}, ticked: true });
    this.stage.checks.ticks.said(plan);
    this.count('steps ticked again');
    this.stage.tell(`  person ticks all ${plan.steps.length} steps`);
    // When the plan was made is not told by it to the millisecond: the systems were read before.
    await this.carryOut(life, { at: this.stage.checks.readAt, plan }, options);
  }

  /** Somebody says something between the plan and its being applied, whole or as it was when they looked at it. */
  async planSayThenApply(life: Life, options: Options): Promise<void> {
    const { at, plan } = await this.make(life, options);
    for (let n = this.random.integer(1, 2); n > 0; n -= 1)
      await this.stage.sayings.say(life, plan.conflicts, { random: this.random, acts: TURN_SAYINGS });
    const saved = this.random.chance(0.6) ? await life.session.savedPlan() : null;
    this.count(saved ? 'said between plan and apply' : 'said, and applied as it was');
    await this.carryOut(life, { at, plan: saved ?? plan }, options);
  }

  async keep(life: Life, options: Options): Promise<void> {
    this.kept = await this.make(life, options);
    this.count('plan kept');
    this.stage.tell(`  person keeps a plan of ${this.kept.plan.steps.length} steps`);
  }

  async applyKept(life: Life, options: Options): Promise<void> {
    const { kept } = this;
    if (!kept) return this.keep(life, options);
    this.kept = null;
    this.count('kept plan applied');
    this.stage.tell(`  person applies the plan that was kept: ${kept.plan.steps.length} steps`);
    await this.carryOut(life, kept, options);
  }

  /** Before all comes to rest most people tick what they had left out. */
  async settle(life: Life): Promise<void> {
    const saved = await life.session.savedPlan();
    if (!saved?.unticked || !this.random.chance(0.7)) return;
    this.stage.checks.ticks.said(await life.session.tick({ group: {}, ticked: true }));
  }

  /** After a crash the plan is still there, and a person applies it once more. */
  async applyAgain(life: Life): Promise<void> {
    const text = this.stage.disk.text(`${FOLDER}/plan.json`);
    const plan = text === null ? null : planShape.parse(JSON.parse(text));
    if (!plan) return;
    this.stage.tell('  applies the same plan again');
    this.stage.coverage.count('person', 'apply again after a crash');
    this.stage.checks.begin('sync', plan);
    const options = { progress: { report: () => undefined }, signal: new AbortController().signal };
    await this.stage.scheduler.until(life.session.apply(plan, options));
  }

  private async make(life: Life, options: Options): Promise<Kept> {
    const { checks, scheduler } = this.stage;
    checks.begin('sync');
    // Whoever asks for a plan anew has every step ticked in it.
    checks.ticks.said({});
    const at = scheduler.now();
    const { plan } = await life.session.plan(options);
    return { plan, at };
  }

  private drawnTicks(steps: readonly Step[]): readonly Tick[] {
    const { random } = this;
    const one = random.pick(steps);
    const groups: readonly StepGroup[] = [
      { kind: one.kind },
      { system: one.system },
      { organization: one.organizationIdentity },
    ];
    if (random.chance(0.3))
      return [
        { group: random.pick(groups), ticked: false },
        { group: { step: one.id }, ticked: true },
      ];
    return steps.flatMap(({ id }) => (random.chance(0.4) ? [{ group: { step: id }, ticked: false }] : []));
  }

  private count(what: string): void {
    this.stage.coverage.count('turn', what);
  }
}
