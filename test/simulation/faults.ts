/** What goes wrong with one call: drawn from the seed, counted by kind. */
import type { SystemName } from '../../src/engine/model';
import type { Random } from '../../src/simulators/fleet/random';

export type Fault =
  | { readonly name: 'none' | 'slow'; readonly delay: number }
  | { readonly name: 'timeout before acting' | 'timeout after acting' | 'acts after we gave up' }
  | { readonly name: 'cut before acting' | 'cut after acting' }
  | { readonly name: '429' | '429 storm'; readonly retryAfter: null }
  | { readonly name: '429 with Retry-After'; readonly retryAfter: number }
  | { readonly name: '500' | '502 page' | '503' | '500 after acting' }
  | { readonly name: 'HTML with 200' | 'truncated' | 'duplicated page' }
  | { readonly name: 'answer to another question' }
  | { readonly name: 'token expiry' };

export type Nature = 'fine' | 'light' | 'rough' | 'stormy';

const CHANCE: Readonly<Record<Nature, number>> = { fine: 0, light: 0.02, rough: 0.1, stormy: 0.05 };

export class Faults {
  private stormUntil = 0;
  private stormIn: SystemName | null = null;

  constructor(
    private readonly random: Random,
    readonly nature: Nature,
  ) {}

  draw(system: SystemName, write: boolean, now: number): Fault {
    const { random } = this;
    if (this.stormIn === system && now < this.stormUntil) return { name: '429 storm', retryAfter: null };
    const plain: Fault = { name: 'none', delay: random.integer(5, 250) };
    if (!random.chance(CHANCE[this.nature] * (write ? 2 : 1))) return plain;
    if (this.nature === 'stormy' && random.chance(0.3)) {
      this.stormIn = system;
      this.stormUntil = now + random.integer(1_000, 600_000);
      return { name: '429 storm', retryAfter: null };
    }
    return random.weighted<Fault>([
      [2, { name: 'slow', delay: random.integer(1_000, 55_000) }],
      [2, { name: 'timeout before acting' }],
      [write ? 6 : 1, { name: 'timeout after acting' }],
      [write ? 2 : 0, { name: 'acts after we gave up' }],
      [2, { name: 'cut before acting' }],
      [write ? 6 : 1, { name: 'cut after acting' }],
      [1, { name: '429', retryAfter: null }],
      [1, { name: '429 with Retry-After', retryAfter: random.integer(1, 90) }],
      [1, { name: '500' }],
      [1, { name: '502 page' }],
      [1, { name: '503' }],
      [write ? 4 : 1, { name: '500 after acting' }],
      [1, { name: 'HTML with 200' }],
      [write ? 4 : 1, { name: 'truncated' }],
      [write ? 0 : 1, { name: 'duplicated page' }],
      [write ? 0 : 1, { name: 'answer to another question' }],
      [system === 'itglue' ? 0 : 2, { name: 'token expiry' }],
    ]);
  }
}
