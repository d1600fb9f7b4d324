import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealer, deck, Random } from '../../../src/simulators/fleet/random';

const draws = (random: Random, count = 20) => Array.from({ length: count }, () => random.next());

describe('Random', () => {
  it('gives the same numbers for one seed and others for another', () => {
    expect(draws(new Random(7))).toEqual(draws(new Random(7)));
    expect(draws(new Random(7))).not.toEqual(draws(new Random(8)));
  });

  it('forks streams that do not depend on what was drawn before', () => {
    const fresh = new Random(7).fork('people');
    const used = new Random(7);
    draws(used, 13);
    expect(draws(used.fork('people'))).toEqual(draws(fresh));
  });

  it('gives streams of different labels different numbers', () => {
    const random = new Random(7);
    const firsts = Array.from({ length: 2000 }, (_, index) => random.fork(`o${index}`).next());
    expect(new Set(firsts).size).toBeGreaterThan(1990);
  });

  it('spreads evenly over its range', () => {
    const random = new Random(3);
    const counts = [0, 0, 0, 0, 0];
    for (let index = 0; index < 10_000; index += 1) {
      const value = random.integer(0, 4);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    for (const count of counts) {
      expect(count).toBeGreaterThan(1800);
      expect(count).toBeLessThan(2200);
    }
    const forks = Array.from({ length: 10_000 }, (_, index) => random.fork(`m${index}`).next());
    const mean = forks.reduce((sum, value) => sum + value, 0) / forks.length;
    expect(mean).toBeGreaterThan(0.48);
    expect(mean).toBeLessThan(0.52);
  });

  it('keeps whole numbers inside their bounds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (seed, low, span) => {
        const value = new Random(seed).integer(low, low + span);
        return Number.isInteger(value) && value >= low && value <= low + span;
      }),
    );
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});

describe('dealer', () => {
  it('deals every card once before any twice', () => {
    const cards = deck([
      [3, 'common'],
      [1, 'rare'],
    ]);
    const deal = dealer(new Random(5), cards);
    for (let round = 0; round < 6; round += 1) {
      const hand = Array.from({ length: cards.length }, () => deal());
      expect(hand.toSorted()).toEqual(cards.toSorted());
    }
  });
});
