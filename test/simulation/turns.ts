/**
 * Turns that a part of the stories takes beside all else: settings change between runs, plans are ticked, kept and applied
 * late, and what was gone, ended or overwritten comes back. Drawn from a stream of its own, so that every other story
 * stays what it was.
 */
import type { FieldName } from '../../src/engine/fields';
import type { Fleet } from '../../src/simulators/fleet/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Choices } from './choices';
import type { Climate } from './climate';
import { Comebacks } from './comebacks';
import type { TurnDeed } from './deeds';
import { crashPlan, isOfLists, takesTurns } from './draws';
import type { Nature } from './faults';
import type { Held } from './ledger';
import { People, type Workplace } from './people';
import type { Round } from './story';
import { CALM } from './tenants';
import { type Act, drawnThreads, listThreads } from './threads';

/** Far from the numbers of all others that type. */
const FIRST_NUMBER = 1000;

/** Rounds beyond those of every story. */
const COURSES: readonly (readonly [weight: number, deeds: readonly TurnDeed[]])[] = [
  [3, ['sync']],
  [2, ['sync', 'sync']],
  [2, ['follow', 'sync']],
  [1, ['follow', 'follow']],
  [2, ['tick, then apply', 'sync', 'tick again, and apply']],
  [2, ['tick, then apply', 'tick again, and apply']],
  [3, ['plan, say, then apply']],
  [2, ['keep a plan', 'apply what was kept']],
  [1, ['keep a plan', 'sync', 'apply what was kept']],
  [1, ['keep a plan', 'tick, then apply', 'apply what was kept']],
];

/** The same, where entries of lists come and go beside what is taken back, set aside and out of sight. */
const LIST_COURSES: typeof COURSES = [
  [2, ['sync', 'undo', 'sync']],
  [2, ['undo', 'sync', 'undo', 'sync']],
  [1, ['follow', 'undo', 'sync']],
  [2, ['set aside, then sync', 'undo', 'take up again, then sync']],
  [1, ['set aside, then sync', 'take up again, then sync', 'undo']],
];

export class Turns {
  readonly taken: boolean;
  readonly ofLists: boolean;
  private readonly people: People;
  private readonly comebacks: Comebacks;
  /** False while all comes to rest, and before that where turns come after a lull. */
  goesOn: boolean;
  /** Drawn once there is somebody to draw. */
  private threads: Act[][] | null = null;

  constructor(
    seed: number,
    readonly random: Random,
    private readonly world: Workplace & {
      readonly fleet: Fleet;
      readonly choices: Choices;
      readonly climate: Climate;
    },
  ) {
    this.taken = takesTurns(seed, random);
    this.ofLists = isOfLists(seed, random);
    this.goesOn = !this.comesAfterALull;
    this.people = new People(random.fork('people'), world, FIRST_NUMBER);
    this.comebacks = new Comebacks(random.fork('comebacks'), this.people, world);
  }

  /** What the rounds that come beside the others are about: what follows from one another, one after another. */
  deeds(): readonly TurnDeed[] {
    if (!this.taken) return [];
    const random = this.random.fork('deeds');
    const [courses, most] = this.ofLists ? [LIST_COURSES, 2] : [COURSES, 3];
    return Array.from({ length: random.integer(1, most) }, () => random.weighted(courses)).flat();
  }

  /** In half of these stories all agree before the turns come: what first contact leaves open is no excuse then. */
  get comesAfterALull(): boolean {
    return this.taken && this.random.fork('lull').chance(0.5);
  }

  /** What such a round meets: less than others, or no turn would come to its end. */
  round(deed: TurnDeed): Round {
    const { random } = this;
    const nature = random.weighted<Nature>([
      [6, 'fine'],
      [3, 'light'],
      [2, 'rough'],
      [1, 'stormy'],
    ]);
    const crash = random.chance(0.2) ? crashPlan(random) : null;
    const narrowed = this.ofLists && deed === 'sync' && !crash ? this.world.climate.narrowed(random) : null;
    return { deed, nature, weather: narrowed ?? CALM, crash };
  }

  /** Between two rounds each thread goes on, or waits. */
  async between(): Promise<void> {
    if (!this.taken || !this.goesOn) return;
    const { people, comebacks } = this;
    const ground = { ...this.world, people, comebacks, random: this.random.fork('threads') };
    this.threads ??= this.ofLists ? listThreads(ground) : drawnThreads(ground);
    for (const thread of this.threads) {
      const act = this.random.chance(0.8) ? thread.shift() : undefined;
      if (act) await act();
    }
  }

  /** The calls of a life before which somebody types a former value again. */
  during(): readonly number[] {
    if (!this.taken || !this.goesOn || this.random.chance(0.6)) return [];
    return [this.random.integer(1, 120)];
  }

  /** Right after a write of ours, before the next perhaps, somebody has the former value back. */
  afterWrite(held: Held, field: FieldName): void {
    if (!this.taken || !this.goesOn || !this.random.chance(0.03)) return;
    const place = { held, field };
    this.world.scheduler.after(this.random.integer(0, 2000), () => this.comebacks.typeBack(place, true));
  }

  typeBack(): Promise<void> {
    return this.comebacks.typeBack();
  }

  /** Before all comes to rest most people have their settings as they were. */
  settle(): void {
    if (this.taken && this.random.chance(0.6)) this.world.choices.setBack();
  }
}
