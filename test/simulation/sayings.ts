/** What people say about records and conflicts, through the program; and whether what was said stands. */
import { isDeepStrictEqual } from 'node:util';
import type { Act } from '../../src/engine/decide';
import type { Decision } from '../../src/engine/decisions';
import { Failure } from '../../src/engine/failure';
import { SYSTEMS } from '../../src/engine/model';
import type { Plan } from '../../src/engine/plan/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Checks } from './checks';
import type { Coverage } from './coverage';
import { pickFrom } from './draws';
import type { Life } from './life';
import type { MemoryDisk } from './memory-disk';
import type { People } from './people';

export class Sayings {
  /** As they stand on the disk. */
  decisions: readonly Decision[] = [];
  /** What was said and acknowledged. */
  private said: readonly Decision[] = [];

  constructor(
    private readonly random: Random,
    private readonly world: {
      readonly people: People;
      readonly checks: Checks;
      readonly disk: MemoryDisk;
      readonly folder: string;
      readonly coverage: Coverage;
      readonly tell: (line: string) => void;
    },
  ) {}

  /** A person says something about two records, or about one. */
  async say(life: Life, conflicts: Plan['conflicts']): Promise<void> {
    const { random } = this;
    const what = random.pick(['same', 'different', 'different', 'ignore', 'create', 'value'] as const);
    const a = pickFrom(random, this.world.people.living());
    if (!a) return;
    const others = this.world.people.living(undefined, a.kind).filter((one) => one.system !== a.system);
    const twins = others.filter(({ thing }) => thing === a.thing);
    const b = pickFrom(random, what === 'same' || random.chance(0.8) ? twins : others);
    this.world.coverage.count('person', what);
    this.world.tell(`  person says ${what}: ${a.key} ${b?.key ?? ''}`);
    try {
      if (what === 'value') return await this.decideConflict(life, conflicts);
      if ((what === 'same' || what === 'different') && b) {
        this.hear(await life.session.decide({ type: what, pairs: [[a.key, b.key]] }));
      }
      if (what === 'ignore')
        this.hear(await life.session.decide({ type: 'ignore', records: [a.key], reason: 'not ours' }));
      if (what === 'create')
        this.hear(await life.session.decide({ type: 'create', records: [a.key], in: ['itglue'] }));
    } catch (error) {
      if (!Failure.is(error, 'usage') && !Failure.is(error, 'unsupported')) throw error;
    }
    this.reload();
  }

  /** What the act removed is no longer said. */
  private hear({ added, removed }: Act): void {
    const stands = (one: Decision) => !removed.some((other) => isDeepStrictEqual(one, other));
    this.said = [...this.said.filter(stands), ...added];
  }

  /** Settles an open conflict for one of its sides. */
  private async decideConflict(life: Life, conflicts: Plan['conflicts']): Promise<void> {
    const conflict = pickFrom(this.random, conflicts);
    const system =
      conflict &&
      pickFrom(
        this.random,
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
