/** The order of assessed pairs. */
import type { Assessment } from './rules';

/** Strongest first; equal ones in the order of their systems and keys. */
export function byStrength(x: Assessment, y: Assessment): number {
  const difference = y.bits - x.bits || x.a.side - y.a.side || x.b.side - y.b.side;
  return difference || (x.a.key < y.a.key ? -1 : x.a.key > y.a.key ? 1 : x.b.key < y.b.key ? -1 : 1);
}

/** Sorts in place. Nearly all lists have one to three items: a sort that reserves memory costs more than they do. */
export function inOrderOfStrength(edges: Assessment[]): void {
  if (edges.length > 3) edges.sort(byStrength);
  else {
    swapUnordered(edges, 0);
    swapUnordered(edges, 1);
    swapUnordered(edges, 0);
  }
}

function swapUnordered(edges: Assessment[], at: number): void {
  const [left, right] = [edges[at], edges[at + 1]];
  if (left === undefined || right === undefined || byStrength(left, right) <= 0) return;
  edges[at] = right;
  edges[at + 1] = left;
}
