/** The vendors' own links as one rule among the others: loud, but not above contradiction. */
import type { Entry, Finding, Rule } from './rules';

function linkBetween(a: Entry, b: Entry): string | undefined {
  const pointsAt = (from: Entry, to: Entry) =>
    from.record.links.find((link) => link.system === to.record.system && link.id === to.record.id);
  return (pointsAt(a, b) ?? pointsAt(b, a))?.via;
}

export const VENDOR_LINK: Rule<Entry> = {
  field: 'vendor link',
  floor: 0,
  show: ({ record }) => record.id,
  compare(a, b): Finding | undefined {
    if (a.record.links.length === 0 && b.record.links.length === 0) return undefined;
    const via = linkBetween(a, b);
    if (via === undefined) return undefined;
    return { normalized: via, weight: 16, note: `linked by ${via}` };
  },
};
