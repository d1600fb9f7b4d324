/** What a round meets from outside: how much is in sight, how pages drift, how wrong the clock is. Drawn from the seed. */
import type { SystemName } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Coverage } from './coverage';
import type { Ledger } from './ledger';
import type { People } from './people';
import type { Scheduler } from './scheduler';
import { CALM, isHidden, type Tenants, type Weather } from './tenants';

const MINUTE = 60_000;

export class Climate {
  /** By how many milliseconds the machine's clock is wrong. */
  clockError = 0;

  constructor(
    private readonly random: Random,
    private readonly world: {
      readonly tenants: Tenants;
      readonly ledger: Ledger;
      readonly people: People;
      readonly scheduler: Scheduler;
      readonly coverage: Coverage;
      readonly tell: (line: string) => void;
    },
  ) {}

  /** The machine's clock jumps, before the round or in the middle of it: by what no guard minds, or by hours and days. */
  jumpClock(round: number): void {
    const random = this.random.fork(`clock ${round}`);
    if (this.clockError !== 0 && random.chance(0.5)) this.clockError = 0;
    if (!random.chance(0.15)) return;
    const far = random.chance(0.4) ? random.integer(1, 4000) : random.integer(1, 4);
    const error = far * MINUTE * random.pick([1, -1]);
    const jump = () => {
      this.world.coverage.count('clock', error > this.clockError ? 'set forward' : 'set back');
      this.world.tell(`  the clock of the machine goes wrong by ${error / MINUTE} minutes`);
      this.clockError = error;
    };
    if (random.chance(0.4)) jump();
    else this.world.scheduler.after(random.integer(100, 30_000), jump);
  }

  /** One client of several leaves our sight, for an otherwise undisturbed run. */
  narrowed(random: Random): Weather | null {
    const system = random.pick(['bms', 'vsa'] as const);
    const clients = random.shuffle([...this.world.people.living(system, 'organization')]);
    const [gone, ...seen] = clients;
    if (!gone || seen.length === 0 || !random.chance(0.3)) return null;
    this.world.coverage.count('fault', 'one client out of sight');
    if (system === 'bms') return { ...CALM, hiddenAccounts: [Number(refOf(gone.key).id)] };
    return { ...CALM, scope: seen.map(({ record }) => String(record?.fields.shortName ?? '')) };
  }

  badWeather(): Weather {
    const { random } = this;
    // Pages drift where there are several.
    if (random.chance(this.world.tenants.givesFew ? 0.7 : 0.3)) {
      const drift = random.pick([1, -1] as const);
      this.world.coverage.count('fault', drift > 0 ? 'rows come between pages' : 'rows go between pages');
      return { ...CALM, drift };
    }
    this.world.coverage.count('fault', 'scope shrink');
    const accounts = this.world.people.living('bms', 'organization').map(({ key }) => Number(refOf(key).id));
    const references = this.world.people
      .living('vsa', 'organization')
      .map(({ record }) => String(record?.fields.shortName ?? ''));
    const hidden: SystemName = random.pick(['bms', 'vsa'] as const);
    return hidden === 'bms'
      ? { ...CALM, hiddenAccounts: random.shuffle(accounts).slice(0, random.integer(1, accounts.length)) }
      : { ...CALM, scope: random.shuffle(references).slice(0, random.integer(0, references.length - 1)) };
  }

  /** Somebody edits, in one system, what another holds outside our sight. */
  async editBesideHidden(weather: Weather): Promise<void> {
    const hidden = this.world.people.living().filter((held) => isHidden(weather, held, this.world.ledger));
    if (hidden.length === 0) return;
    for (let n = this.random.integer(1, 3); n > 0; n -= 1) await this.world.people.editBeside(hidden);
  }

  /** Guards that somebody lets the next run pass. */
  passes(): ReadonlySet<string> {
    if (!this.random.chance(this.world.tenants.seesAll ? 0.3 : 0.9)) return new Set();
    this.world.coverage.count('person', 'guard passed');
    const writes = ['too-many-writes', 'too-many-overwrites'];
    // Somebody has narrowed what our account sees, and knows it.
    return new Set(this.world.tenants.seesAll ? writes : [...writes, 'shrunken-listing']);
  }
}
