/** What a person has chosen in the settings, and chooses otherwise between two runs. */
import { fieldNames } from '../../src/engine/fields';
import { KINDS, SYSTEMS } from '../../src/engine/model';
import { type Barrier, barrierOf, type Direction, PAIRS } from '../../src/engine/policy';
import type { SyncSettings } from '../../src/engine/settings';
import type { Random } from '../../src/simulators/fleet/random';
import type { Coverage } from './coverage';

export class Choices {
  settings: SyncSettings;

  constructor(
    private readonly random: Random,
    private readonly first: SyncSettings,
    private readonly world: {
      readonly coverage: Coverage;
      readonly tell: (line: string) => void;
      /** Somebody else is believed from now on. */
      readonly onTrust: () => void;
    },
  ) {
    this.settings = first;
  }

  get barrier(): Barrier {
    return barrierOf(this.settings.directions);
  }

  /** Whether everything is synced as at the beginning. */
  get areFirst(): boolean {
    return this.settings === this.first;
  }

  /** Something is set otherwise, or all as it was. */
  change(): void {
    const { random } = this;
    if (!this.areFirst && random.chance(0.4)) {
      this.restore();
      return;
    }
    const change = random.weighted<() => string>([
      [3, () => this.direct(random.pick(KINDS))],
      [2, () => this.switchOff()],
      [2, () => this.trust()],
      [1, () => this.createNothing()],
    ]);
    this.world.tell(`  person sets: ${change()}`);
  }

  restore(): void {
    if (this.areFirst) return;
    this.world.coverage.count('setting', 'as it was');
    this.world.tell('  person sets all as it was');
    this.world.onTrust();
    this.settings = this.first;
  }

  private direct(kind: (typeof KINDS)[number]): string {
    const { name, systems } = this.random.pick(PAIRS);
    const [a, b] = systems;
    const ways: readonly Direction[] = [`${a}-to-${b}`, `${b}-to-${a}`, 'off'];
    const direction = this.random.pick(ways);
    const { directions } = this.settings;
    const pair = { ...directions[name], [kind]: direction };
    this.settings = { ...this.settings, directions: { ...directions, [name]: pair } };
    this.world.coverage.count('setting', direction === 'off' ? 'a kind off' : 'one way');
    return `${name} ${kind} ${direction}`;
  }

  private switchOff(): string {
    const { name } = this.random.pick(PAIRS);
    const { directions } = this.settings;
    const off = { organization: 'off', location: 'off', contact: 'off', asset: 'off' } as const;
    this.settings = { ...this.settings, directions: { ...directions, [name]: off } };
    this.world.coverage.count('setting', 'pair off');
    return `${name} off`;
  }

  private trust(): string {
    const kind = this.random.pick(KINDS);
    const names = fieldNames(kind);
    const fields = this.random.chance(0.5) ? names : [this.random.pick(names)];
    const whom = this.random.pick([...SYSTEMS, 'ask'] as const);
    const { authority } = this.settings;
    this.world.onTrust();
    const table = { ...authority[kind], ...Object.fromEntries(fields.map((field) => [field, whom])) };
    this.settings = { ...this.settings, authority: { ...authority, [kind]: table } };
    this.world.coverage.count('setting', whom === 'ask' ? 'no authority' : 'another authority');
    return `${whom} decides the ${fields.length > 1 ? 'fields' : fields[0]} of ${kind}s`;
  }

  private createNothing(): string {
    const kind = this.random.pick(KINDS);
    this.settings = { ...this.settings, create: { ...this.settings.create, [kind]: {} } };
    this.world.coverage.count('setting', 'nothing created');
    return `no ${kind} is created`;
  }
}
