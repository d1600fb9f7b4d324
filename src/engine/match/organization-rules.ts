/** What agreement and difference of two organizations' marks tell. */
import { acronymOf } from '../normalize/organization';
import { isSamePhone, phoneKey } from '../normalize/phone';
import { initialsName, joinedName } from './called';
import { compareNames, type NameContext, type NameVerdict } from './names';
import type { OrganizationEntry } from './organizations';
import type { Overlap } from './overlap';
import { addressText, compareAddresses, streetKey } from './places';
import { type Counts, type Finding, type Rule, textOf, thinned } from './rules';
import { VENDOR_LINK } from './vendor';

/** What the other organizations tell of two names. */
class Around implements NameContext {
  constructor(
    private readonly a: OrganizationEntry,
    private readonly b: OrganizationEntry,
    private readonly counts: Counts,
  ) {}

  wordCount(word: string): number {
    return this.counts.shared('word', this.a, word) || this.counts.shared('word', this.b, word);
  }

  spread(word: string): number {
    return this.counts.spread('word', this.a, word) || this.counts.spread('word', this.b, word);
  }

  bearers(core: string): number {
    return this.counts.spread('core', this.a, core) || this.counts.spread('core', this.b, core);
  }

  isPlace(word: string): boolean {
    return this.a.places.has(word) || this.b.places.has(word);
  }
}

const NAME: Rule<OrganizationEntry> = {
  field: 'name',
  show: ({ record }) => record.name,
  compare(a, b, counts): Finding {
    const context = new Around(a, b, counts);
    let best: NameVerdict | undefined;
    for (const left of a.called.names) {
      for (const right of b.called.names) {
        const verdict = compareNames(left, right, context);
        if (best === undefined || verdict.weight > best.weight) best = verdict;
      }
    }
    const verdict = codeAsName(a, b, best ?? { weight: 0, note: 'no name' });
    const normalized = a.called.names[0]?.core ?? '';
    const cap = verdict.cap ?? (verdict.weight <= -4 ? 0.9 : undefined);
    return {
      normalized,
      weight: verdict.weight,
      note: verdict.note,
      ...(cap === undefined ? {} : { cap }),
      ...(verdict.lead === undefined ? {} : { lead: verdict.lead }),
    };
  },
};

/** One system calls the client by its code or its initials. */
function codeAsName(a: OrganizationEntry, b: OrganizationEntry, verdict: NameVerdict): NameVerdict {
  if (verdict.weight >= 6 || verdict.cap !== undefined) return verdict;
  const isCode = (code: OrganizationEntry, other: OrganizationEntry) =>
    code.code.length >= 3 && other.called.joined.includes(code.code);
  if (isCode(a, b) || isCode(b, a)) return { weight: 7, note: 'one name is the short name of the other' };
  const initials = (short: OrganizationEntry, long: OrganizationEntry) =>
    short.called.names.some(
      (name) =>
        initialsName(name) !== '' && long.called.names.some((it) => acronymOf(it) === joinedName(name)),
    );
  return initials(a, b) || initials(b, a)
    ? { weight: 6, note: 'one name is the initials of the other' }
    : verdict;
}

const SHORT_NAME: Rule<OrganizationEntry> = {
  field: 'shortName',
  show: ({ record }) => textOf(record, 'shortName'),
  compare(a, b, counts): Finding | undefined {
    if (a.code === '' || b.code === '') return undefined;
    if (a.code !== b.code) return { normalized: a.code, weight: -0.5, note: 'systems often have their own' };
    const shared = counts.shared('code', a, a.code);
    if (a.code.length > 3 && shared <= 1 && isPerhapsRenamed(a, b, counts))
      return { normalized: a.code, ...FORMER, note: 'with the same number: perhaps under a former name' };
    return { normalized: a.code, weight: a.code.length < 3 ? 0.5 : Math.max(0, thinned(4, shared)) };
  },
};

/** Asks, whatever else agrees: sister companies share much. */
const FORMER = { weight: 8, cap: 0.9 };

/** Under two names, with a number that no other organization of one system has. */
function isPerhapsRenamed(a: OrganizationEntry, b: OrganizationEntry, counts: Counts): boolean {
  const own = a.phones.find(
    (phone) =>
      b.phones.some((other) => isSamePhone(phone, other)) && counts.shared('phone', a, phoneKey(phone)) <= 1,
  );
  return own !== undefined && (NAME.compare(a, b, counts)?.weight ?? 0) < 0;
}

const DOMAIN: Rule<OrganizationEntry> = {
  field: 'website',
  show: ({ record, domains }) => textOf(record, 'website') || domains.join('; '),
  compare(a, b, counts): Finding | undefined {
    if (a.domains.length === 0 || b.domains.length === 0) return domainOfFormerName(a, b, counts);
    const common = a.domains.find((domain) => b.domains.includes(domain));
    if (common === undefined) return { normalized: a.domains.join('; '), weight: -2.5, note: 'other domain' };
    return { normalized: common, weight: Math.max(0.5, thinned(8, counts.shared('domain', a, common))) };
  },
};

/** A company that took another name keeps the site that its old one spells, and the number. */
function domainOfFormerName(a: OrganizationEntry, b: OrganizationEntry, counts: Counts): Finding | undefined {
  const [holder, other] = a.domains.length > 0 ? [a, b] : [b, a];
  const spelt = holder.domains.find((domain) => {
    const label = domain.slice(0, domain.indexOf('.')).replaceAll('-', '');
    const isOf = ({ called }: OrganizationEntry) => called.joined.some((name) => name.startsWith(label));
    return label.length > 5 && isOf(other) && !isOf(holder);
  });
  if (spelt === undefined || !isPerhapsRenamed(a, b, counts)) return undefined;
  return { normalized: spelt, ...FORMER, note: 'the site has the name of the other, under the same number' };
}

const PHONE: Rule<OrganizationEntry> = {
  field: 'phone',
  show: ({ record, phones }) => textOf(record, 'phone') || phones.join('; '),
  compare(a, b, counts): Finding | undefined {
    if (a.phones.length === 0 || b.phones.length === 0) return undefined;
    const common = a.phones.find((phone) => b.phones.some((other) => isSamePhone(phone, other)));
    if (common !== undefined) {
      return {
        normalized: common,
        weight: Math.max(0.5, thinned(7, counts.shared('phone', a, phoneKey(common)))),
      };
    }
    const near = a.phones.some((left) => b.phones.some((right) => left.slice(0, -4) === right.slice(0, -4)));
    const note = near ? 'numbers of one exchange' : 'other number';
    return { normalized: a.phones.join('; '), weight: near ? -0.5 : -2, note };
  },
};

const ADDRESS_WEIGHTS = { same: 6.5, near: 4, street: 3, number: -4, town: 1, different: -4 } as const;

const ADDRESS: Rule<OrganizationEntry> = {
  field: 'address1',
  show: ({ record }) => addressText(record),
  compare(a, b, counts): Finding | undefined {
    let best: Finding | undefined;
    for (const left of a.addresses) {
      for (const right of b.addresses) {
        const verdict = compareAddresses(left.address, right.address);
        if (verdict === undefined) continue;
        const crowd = verdict.level === 'same' ? counts.shared('street', a, streetKey(left.address)) : 1;
        const weight = thinned(ADDRESS_WEIGHTS[verdict.level], Math.min(8, crowd));
        const kept = verdict.level === 'same' ? Math.max(1, weight) : weight;
        if (best && best.weight >= kept) continue;
        best = {
          values: [left.text, right.text],
          normalized: streetKey(left.address),
          weight: kept,
          note: verdict.note,
        };
      }
    }
    return best;
  },
};

/** Two organizations whose machines are the same are probably one client; one whose machines are another's is not. */
function overlapRule(overlap: Overlap): Rule<OrganizationEntry> {
  return {
    field: 'asset overlap',
    show: ({ record }) => record.name,
    compare(a, b): Finding | undefined {
      const seen = overlap.between(a.key, b.key);
      if (seen === undefined) return undefined;
      const values = [`${seen.ofA} recognisable machines`, `${seen.ofB} recognisable machines`] as const;
      const normalized = `${seen.common} in common`;
      const share = seen.common / Math.max(1, Math.min(seen.ofA, seen.ofB));
      const mutual = seen.common / Math.max(1, seen.ofA, seen.ofB);
      if (seen.common === 0) {
        if (Math.min(seen.elsewhereA, seen.elsewhereB) < 2) return undefined;
        return {
          values,
          normalized,
          weight: -6,
          note: 'their machines belong to other organizations',
          cap: 0.85,
        };
      }
      if (share < 0.5)
        return { values, normalized, weight: share < 0.2 ? -2 : 1, note: 'few machines in common' };
      // All of one inside a part of the other: a branch, perhaps.
      if (mutual < 0.8) return { values, normalized, weight: seen.common >= 3 ? 9 : 4 };
      if (seen.common < 3) return { values, normalized, weight: seen.common === 2 ? 11 : 6 };
      return { values, normalized, weight: 19, lifts: true };
    },
  };
}

export const ORGANIZATION_PRIOR = -8;

export function organizationRules(overlap: Overlap): readonly Rule<OrganizationEntry>[] {
  return [VENDOR_LINK, NAME, SHORT_NAME, DOMAIN, PHONE, ADDRESS, overlapRule(overlap)];
}
