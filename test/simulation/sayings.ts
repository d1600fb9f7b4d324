/** What people say about records and conflicts, through the program; and whether what was said stands. */
import { isDeepStrictEqual } from 'node:util';
import type { Act } from '../../src/engine/decide';
import type { Decision } from '../../src/engine/decisions';
import { Failure } from '../../src/engine/failure';
import { type RecordKey, SYSTEMS } from '../../src/engine/model';
import type { Plan } from '../../src/engine/plan/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Checks } from './checks';
import type { Coverage } from './coverage';
import { pickFrom } from './draws';
import type { Held } from './ledger';
import type { Life } from './life';
import type { MemoryDisk } from './memory-disk';
import type { People } from './people';

type Said = 'same' | 'different' | 'ignore' | 'create' | 'value' | 'authority' | 'take back';

const SAYINGS: readonly Said[] = ['same', 'different', 'different', 'ignore', 'create', 'value'];
/** What people say in stories that take turns. */
export const TURN_SAYINGS: readonly Said[] = [
  ...SAYINGS,
  ...(['value', 'value', 'authority', 'authority', 'take back'] as const),
];

/** What is said is drawn from these. */
interface Drawn {
  readonly random: Random;
  readonly acts: readonly Said[];
}

export class Sayings {
  /** As they stand on the disk. */
  decisions: readonly Decision[] = [];
  /** What was said and acknowledged. */
  private said: readonly Decision[] = [];
  /** The act that was heard last. */
  private last: Act | null = null;
  /** What is set aside for now. */
  private aside: Act | null = null;
  private readonly drawn: Drawn;

  constructor(
    random: Random,
    private readonly world: {
      readonly people: People;
      readonly checks: Checks;
      readonly disk: MemoryDisk;
      readonly folder: string;
      readonly coverage: Coverage;
      readonly tell: (line: string) => void;
    },
  ) {
    this.drawn = { random, acts: SAYINGS };
  }

  /** A person says something about two records, or about one. */
  async say(life: Life, conflicts: Plan['conflicts'], drawn: Drawn = this.drawn): Promise<void> {
    const { random, acts } = drawn;
    const what = random.pick(acts);
    const a = pickFrom(random, this.world.people.living());
    if (!a) return;
    const others = this.world.people.living(undefined, a.kind).filter((one) => one.system !== a.system);
    const twins = others.filter(({ thing }) => thing === a.thing);
    const b = pickFrom(random, what === 'same' || random.chance(0.8) ? twins : others);
    this.world.coverage.count('person', what);
    this.world.tell(`  person says ${what}: ${a.key} ${b?.key ?? ''}`);
    try {
      if (what === 'value') return await this.decideConflict(life, conflicts, drawn);
      if (what === 'take back') await this.takeBack(life);
      else await this.decide(life, what, a, b, random);
    } catch (error) {
      if (!Failure.is(error, 'usage') && !Failure.is(error, 'unsupported')) throw error;
    }
    this.reload();
  }

  private async decide(life: Life, what: Said, a: Held, b: Held | undefined, random: Random): Promise<void> {
    const { session } = life;
    if ((what === 'same' || what === 'different') && b)
      this.hear(await session.decide({ type: what, pairs: [[a.key, b.key]] }));
    if (what === 'ignore')
      this.hear(await session.decide({ type: 'ignore', records: [a.key], reason: 'not ours' }));
    if (what === 'create')
      this.hear(await session.decide({ type: 'create', records: [a.key], in: ['itglue'] }));
    const field = what === 'authority' ? this.world.people.typing.fieldsOf(a)[0] : undefined;
    if (!field) return;
    const organization: RecordKey =
      a.kind === 'organization' ? a.key : `${a.system}:organization:${a.record?.organization ?? ''}`;
    const choices = [{ organization, kind: a.kind, field, system: random.pick(SYSTEMS) }];
    this.hear(await session.decide({ type: 'authority', choices }));
  }

  /** Somebody has a record that has counterparts left alone for now. */
  async setAside(life: Life): Promise<void> {
    const { random } = this.drawn;
    const isOneOf = (a: Held) =>
      this.world.people.living(undefined, a.kind).some((b) => b.thing === a.thing && b.system !== a.system);
    const held = pickFrom(random, this.world.people.living().filter(isOneOf));
    if (!held) return;
    this.world.coverage.count('person', 'set aside');
    this.world.tell(`  person sets aside: ${held.key}`);
    this.hear(await life.session.decide({ type: 'ignore', records: [held.key], reason: 'not now' }));
    this.aside = this.last;
    this.reload();
  }

  /** What was set aside is taken up again. */
  async takeUp(life: Life): Promise<void> {
    const { aside } = this;
    this.aside = null;
    if (!aside) return;
    this.world.tell('  person takes it up again');
    await this.unsay(life, aside);
    this.reload();
  }

  /** What was said last is said no more. */
  private async takeBack(life: Life): Promise<void> {
    const { last } = this;
    this.last = null;
    if (last) await this.unsay(life, last);
  }

  private async unsay(life: Life, act: Act): Promise<void> {
    // Until it is acknowledged it may be there or not.
    this.said = this.said.filter(standing(act.added));
    await life.session.undecide(act);
    this.said = [...this.said, ...act.removed];
  }

  /** What the act removed is no longer said. */
  private hear(act: Act): void {
    this.last = act;
    this.said = [...this.said.filter(standing(act.removed)), ...act.added];
  }

  /** Settles an open conflict for one of its sides. */
  private async decideConflict(life: Life, conflicts: Plan['conflicts'], { random }: Drawn): Promise<void> {
    const conflict = pickFrom(random, conflicts);
    const system =
      conflict &&
      pickFrom(
        random,
        SYSTEMS.filter((name) => conflict.values[name] !== undefined),
      );
    const link =
      conflict && system && this.world.checks.onDisk.identities.get(conflict.identity)?.links[system];
    if (!conflict || !system || !link) return;
    const said: Decision = {
      type: 'value',
      record: `${system}:${conflict.kind}:${link.record}`,
      field: conflict.field,
      value: conflict.values[system] ?? null,
      against: conflict.values,
      by: 'simulation',
      at: life.clock.iso(),
    };
    const store = life.store();
    await store.saveDecisions([...(await store.decisions()), said]);
    this.said = [...this.said, said];
    this.reload();
  }

  /** Reads what stands on the disk, and looks whether all that was said is there. */
  reload(): void {
    const text = this.world.disk.text(`${this.world.folder}/decisions.json`);
    const read: unknown = text === null ? { decisions: [] } : JSON.parse(text);
    if (typeof read === 'object' && read !== null && 'decisions' in read && Array.isArray(read.decisions)) {
      // The list ends with null, so that every decision's line ends alike.
      this.decisions = read.decisions.slice(0, -1);
    }
    this.world.checks.atRest.checkDecisions(this.said);
  }
}

const standing =
  (removed: readonly Decision[]) =>
  (one: Decision): boolean =>
    !removed.some((other) => isDeepStrictEqual(one, other));
