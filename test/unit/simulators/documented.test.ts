import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bmsSwitchesShape, defaultSwitches } from '../../../src/simulators/bms/switches';
import * as itglue from '../../../src/simulators/itglue/switches';
import { DEFAULT_SWITCHES as VSA, vsaSwitchesShape } from '../../../src/simulators/vsa/switches';
import { DEFAULT_SWITCHES as VSA10, vsa10SwitchesShape } from '../../../src/simulators/vsa10/switches';

const page = readFileSync('docs/simulators.md', 'utf8');

/** Switch and default of each row below the product's heading. */
function rowsOf(product: string): Record<string, unknown> {
  const section = page.split(/^## /m).find((part) => part.includes(`: \`${product}\``)) ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` +\| `([^`]*)` +\|/gm)];
  return Object.fromEntries(rows.map(([, name = '', value = '']) => [name, JSON.parse(value)]));
}

describe.each([
  ['bms', defaultSwitches(), bmsSwitchesShape],
  ['vsa', VSA, vsaSwitchesShape],
  ['vsa10', VSA10, vsa10SwitchesShape],
  ['itglue', itglue.DEFAULT_SWITCHES, itglue.switchesShape],
] as const)('the switches of %s', (product, defaults, shape) => {
  it('stand in the documents, each with its default', () => {
    expect(rowsOf(product)).toEqual(defaults);
  });

  it('take their defaults, and no other name', () => {
    expect(shape.parse(structuredClone(defaults))).toEqual(defaults);
    expect(shape.safeParse({ nonsense: 1 }).success).toBe(false);
  });
});
