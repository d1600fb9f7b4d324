/** What the vendors' own integrations have already linked: IT Glue to BMS (adapters), IT Glue to VSA (RMM). */

import type { Product, VendorLink, View } from './model';
import { dealer, deck, type Random } from './random';
import type { TrueOrganization } from './world';

type Target = 'bms' | 'vsa';

/** Which of IT Glue's organizations are linked to what, of 12. */
const LINKED = deck<readonly Target[]>([
  [2, ['bms', 'vsa']],
  [2, ['bms']],
  [2, ['vsa']],
  [6, []],
]);

interface Linkable {
  readonly key: string;
  readonly truth: string;
  readonly organization: string;
}

export function makeLinks(
  random: Random,
  truths: readonly TrueOrganization[],
  views: Readonly<Record<Product, View>>,
): VendorLink[] {
  const deal = dealer(random, LINKED);
  const indexes = { itglue: index(views.itglue), bms: index(views.bms), vsa: index(views.vsa) };
  let twins = 0;
  return truths.flatMap((truth) => {
    if (!truth.presence.includes('itglue')) return [];
    if (truth.twinOf !== null) {
      twins += 1;
      // Somebody picked the wrong one of two nearly equal names: every other time.
      if (twins % 2 === 1) return mistaken(indexes, truth.truth, truth.twinOf);
    }
    const targets = deal().filter((target) => truth.presence.includes(target));
    return targets.flatMap((target) =>
      linkOrganization(
        random.fork(`${truth.truth} to ${target}`),
        truth,
        target,
        indexes.itglue,
        indexes[target],
      ),
    );
  });
}

function mistaken(
  { itglue, bms }: Record<'itglue' | 'bms', Index>,
  truth: string,
  twin: string,
): VendorLink[] {
  const own = itglue.organizations.get(truth);
  const other = bms.organizations.get(twin);
  return own === undefined || other === undefined ? [] : [link('organization', 'bms', own, other)];
}

interface Index {
  readonly organizations: ReadonlyMap<string, Linkable>;
  /** By kind, the records under each organization, by its truth. */
  readonly children: Readonly<Record<ChildKind, ReadonlyMap<string, readonly Linkable[]>>>;
}

type ChildKind = 'location' | 'contact' | 'machine';

function index(view: View): Index {
  const organizations = new Map<string, Linkable>();
  const truthOf = new Map<string, string>();
  for (const { key, truth } of view.organizations) {
    if (!organizations.has(truth)) organizations.set(truth, { key, truth, organization: '' });
    truthOf.set(key, truth);
  }
  const group = (records: readonly Linkable[]) => {
    const groups = new Map<string, Linkable[]>();
    for (const record of records) {
      const owner = truthOf.get(record.organization) ?? '';
      const list = groups.get(owner);
      if (list === undefined) groups.set(owner, [record]);
      else list.push(record);
    }
    return groups;
  };
  const children = {
    location: group(view.locations),
    contact: group(view.contacts),
    machine: group(view.machines),
  };
  return { organizations, children };
}

function linkOrganization(
  random: Random,
  truth: TrueOrganization,
  target: Target,
  from: Index,
  to: Index,
): VendorLink[] {
  const own = from.organizations.get(truth.truth);
  const other = to.organizations.get(truth.truth);
  if (own === undefined || other === undefined) return [];
  const kinds: readonly ChildKind[] = target === 'bms' ? ['location', 'contact', 'machine'] : ['machine'];
  const children = kinds.flatMap((kind) =>
    linkChildren(random.fork(kind), {
      kind,
      target,
      own: from.children[kind].get(truth.truth) ?? [],
      others: to.children[kind].get(truth.truth) ?? [],
    }),
  );
  return [link('organization', target, own, other), ...children];
}

interface Match {
  readonly kind: ChildKind;
  readonly target: Target;
  readonly own: readonly Linkable[];
  readonly others: readonly Linkable[];
}

/** Most records that both sides have are linked; a few links are wrong, a few lead to what was deleted since. */
function linkChildren(random: Random, { kind, target, own, others }: Match): VendorLink[] {
  const byTruth = new Map(others.map((record) => [record.truth, record]));
  const seen = new Set<string>();
  const links: VendorLink[] = [];
  for (const record of own) {
    const stream = random.fork(record.key);
    const counterpart = byTruth.get(record.truth);
    if (seen.has(record.truth) || !stream.chance(0.9)) continue;
    seen.add(record.truth);
    if (counterpart === undefined) {
      if (stream.chance(0.12)) links.push(orphan(kind, target, record));
    } else if (kind === 'machine' && stream.chance(0.02) && byTruth.size > 1) {
      links.push(
        link(kind, target, record, stream.pick(others.filter(({ truth }) => truth !== record.truth))),
      );
    } else if (stream.chance(0.015)) {
      links.push(orphan(kind, target, record));
    } else {
      links.push(link(kind, target, record, counterpart));
    }
  }
  return links;
}

function link(kind: VendorLink['kind'], to: Target, own: Linkable, other: Linkable): VendorLink {
  const ends = { fromKey: own.key, toKey: other.key, fromTruth: own.truth, toTruth: other.truth };
  return { kind, from: 'itglue', to, ...ends };
}

/** The record it led to is gone: it was entered, linked, deleted and entered again. */
function orphan(kind: ChildKind, to: Target, own: Linkable): VendorLink {
  return link(kind, to, own, { key: `${to}:${own.truth}#deleted`, truth: own.truth, organization: '' });
}
