/** What agreement and difference of two machines' marks tell. */
import { isDefaultHost } from '../normalize/host';
import { isVirtualSerial } from '../normalize/serial';
import type { AssetEntry } from './assets';
import { type Finding, listOf, type Rule, textOf, thinned } from './rules';
import { VENDOR_LINK } from './vendor';

const isNumber = (agent: string): boolean => /^\d+$/.test(agent);

const AGENT_RULE: Rule<AssetEntry> = {
  field: 'agentId',
  show: (entry) => entry.agent,
  compare(a, b, counts): Finding | undefined {
    if (a.agent === '' || b.agent === '') return undefined;
    // VSA 9 numbers its agents, VSA 10 gives them GUIDs: after a move from one to the other neither tells against it.
    if (isNumber(a.agent) !== isNumber(b.agent)) return undefined;
    if (a.agent !== b.agent) {
      return {
        normalized: a.agent,
        weight: -3,
        note: 'another agent, or the same machine installed anew',
      };
    }
    return { normalized: a.agent, weight: thinned(18, counts.shared('agent', a, a.agent) ** 2) };
  },
};

const SERIAL: Rule<AssetEntry> = {
  field: 'serialNumber',
  show: ({ record }) => textOf(record, 'serialNumber'),
  compare(a, b): Finding | undefined {
    if (a.serial === '' || b.serial === '') {
      const lie = a.serial === '' ? a.serialText : b.serialText;
      if (a.serialText === '' || b.serialText === '') return undefined;
      return { normalized: a.serial, weight: 0, note: `"${lie}" stands in many machines` };
    }
    if (a.serial !== b.serial) {
      if (sameAgent(a, b))
        return {
          normalized: a.serial,
          weight: -6,
          note: 'other serial number, same agent',
          cap: 0.9,
        };
      return { normalized: a.serial, weight: -14, note: 'two usable serial numbers', cap: 0.3 };
    }
    const shared = Math.max(a.bearers, b.bearers);
    if (shared > 1)
      return { normalized: a.serial, weight: 3, note: `${shared} records of one system have it` };
    return { normalized: a.serial, weight: isVirtualSerial(a.serial) ? 12 : 18 };
  },
};

const UUID: Rule<AssetEntry> = {
  field: 'uuid',
  show: ({ record }) => textOf(record, 'uuid'),
  compare(a, b): Finding | undefined {
    if (a.uuid === '' || b.uuid === '') return undefined;
    if (a.uuid !== b.uuid) {
      // A new main board, or a virtual machine that was moved.
      if (sameAgent(a, b) || (a.serial !== '' && a.serial === b.serial))
        return { normalized: a.uuid, weight: -6, note: 'other UUID, same machine otherwise', cap: 0.9 };
      return { normalized: a.uuid, weight: -14, note: 'two usable UUIDs', cap: 0.3 };
    }
    const shared = Math.max(a.uuidBearers, b.uuidBearers);
    if (shared > 1) return { normalized: a.uuid, weight: 3, note: `${shared} records of one system have it` };
    return { normalized: a.uuid, weight: 18 };
  },
};

function sameAgent(a: AssetEntry, b: AssetEntry): boolean {
  return a.agent !== '' && a.agent === b.agent;
}

/** By the number of cards in common: the second is an agreement of its own, of the wireless card beside the wired one. */
const CARDS = [11.5, 15, 16];

const MACS: Rule<AssetEntry> = {
  field: 'macAddresses',
  floor: -3.5,
  show: ({ record }) => listOf(record, 'macAddresses').join('; '),
  compare(a, b, counts): Finding | undefined {
    let [own, first, shared]: [number, string | undefined, string | undefined] = [0, undefined, undefined];
    for (const mac of a.macs) {
      if (!b.macs.includes(mac)) continue;
      shared ??= mac;
      if (counts.shared('mac', a, mac) > 1) continue;
      first ??= mac;
      own++;
    }
    if (first !== undefined)
      return { normalized: first, weight: CARDS[Math.min(own, CARDS.length) - 1] ?? 0 };
    if (shared !== undefined)
      return { normalized: shared, weight: 2, note: 'several records of one system have it' };
    const weak = firstCommon(a.weakMacs, b.weakMacs);
    if (weak !== undefined) {
      const lonely = counts.shared('weakMac', a, weak) <= 1;
      return { normalized: weak, weight: lonely ? 5 : 1, note: 'a virtual, random or dock address' };
    }
    if (a.macs.length === 0 || b.macs.length === 0) return undefined;
    return { normalized: a.macs.join('; '), weight: -3.5, note: 'no address in common' };
  },
};

const HOST: Rule<AssetEntry> = {
  field: 'hostname',
  floor: -4,
  show: ({ record }) => textOf(record, 'hostname') || record.name,
  compare(a, b, counts): Finding | undefined {
    const common = a.named === b.named && a.host !== '' ? a.host : firstCommon(a.hosts, b.hosts);
    if (common !== undefined) return sameHost(common, a, b, counts.shared('host', a, common));
    if (a.host === '' || b.host === '') return undefined;
    if (isLonger(a.host, b.host) || isLonger(b.host, a.host))
      return { normalized: a.host, weight: -1, note: 'one name is the other with more' };
    const made = a.named.kind !== 'own' || b.named.kind !== 'own';
    return {
      normalized: a.host,
      weight: made ? -1.5 : -4,
      note: made ? 'one name was made up by a setup program' : 'other host name',
    };
  },
};

/** Loops: lists of one or two that are compared for each pair of a fleet. */
function firstCommon(left: readonly string[], right: readonly string[]): string | undefined {
  for (const one of left) for (const other of right) if (one === other) return one;
  return undefined;
}

/** `pc06-old` for `pc06`. */
function isLonger(long: string, short: string): boolean {
  return short.length >= 4 && long.startsWith(short) && /^[-_ ]/.test(long.slice(short.length));
}

const bearerOf = (common: string, a: AssetEntry, b: AssetEntry) => (a.host === common ? a.named : b.named);

/** Whether the name is one that many machines bear. */
function isOfMany(common: string, a: AssetEntry, b: AssetEntry): boolean {
  const { key, kind, isCommon } = bearerOf(common, a, b);
  return key === common ? isCommon : kind === 'default' || isDefaultHost(common);
}

function sameHost(common: string, a: AssetEntry, b: AssetEntry, shared: number): Finding {
  if (isOfMany(common, a, b)) {
    const ofOneClient = a.owner !== undefined && b.owner !== undefined;
    const alone = ofOneClient && common.length > 2 ? 6 : 3;
    return {
      normalized: common,
      weight: shared > 1 ? 0.5 : alone,
      note: 'a name that many machines bear',
    };
  }
  const { kind } = bearerOf(common, a, b);
  // A name that a setup program rolled goes with the disk; one that people gave may pass to the next machine.
  return { normalized: common, weight: Math.max(0.5, thinned(kind === 'random' ? 11 : 9.5, shared)) };
}

/** One may be written with more than the other. */
function isSameModel({ model: left }: AssetEntry, { model: right }: AssetEntry): boolean {
  return left !== '' && right !== '' && (left.includes(right) || right.includes(left));
}

/**
 * Under a name of their own. What whole fleets have in common tells little by itself, and much of two that are called so:
 * a machine that took over the name of another is seldom of its maker and on its system too.
 */
function isNamedAlike(a: AssetEntry, b: AssetEntry): boolean {
  const common = firstCommon(a.hosts, b.hosts);
  return common !== undefined && common !== '' && !isOfMany(common, a, b);
}

const MODEL: Rule<AssetEntry> = {
  field: 'model',
  floor: -4,
  show: ({ record }) => textOf(record, 'model'),
  compare(a, b, counts): Finding | undefined {
    const [left, right] = [a.model, b.model];
    if (left === '' || right === '') return undefined;
    if (!isSameModel(a, b)) return { normalized: left, weight: -4, note: 'other model' };
    const common = Math.max(counts.shared('model', a, left), counts.shared('model', b, right), 1);
    return { normalized: left, weight: Math.max(2.75, 4 - 0.75 * Math.log2(common)) };
  },
};

/** A field of which equality says little by itself; `weigh` gives nothing where there is nothing to compare. */
function weakRule(
  field: 'operatingSystem' | 'type' | 'manufacturer',
  floor: number,
  form: (entry: AssetEntry) => string,
  weigh: (a: AssetEntry, b: AssetEntry, isSame: boolean) => number | undefined,
): Rule<AssetEntry> {
  return {
    field,
    floor,
    show: ({ record }) => textOf(record, field),
    compare(a, b): Finding | undefined {
      const [left, right] = [form(a), form(b)];
      if (left === '' || right === '') return undefined;
      const weight = weigh(a, b, left === right);
      return weight === undefined ? undefined : { normalized: left, weight };
    },
  };
}

const SYSTEM = weakRule(
  'operatingSystem',
  -1,
  ({ system }) => system,
  (a, b, isSame) => (!isSame ? -1 : isNamedAlike(a, b) ? 1.4 : 0.5),
);

const SORT = weakRule(
  'type',
  -4,
  ({ sort }) => sort,
  (a, b, isSame) => {
    // A sort that only the operating system tells says nothing more than that did, and a client's system runs on servers too.
    const isGuess = !(a.isSortTold && b.isSortTold);
    if (isGuess && a.system === b.system) return undefined;
    return isSame ? 0.25 : isGuess ? -2 : -4;
  },
);

const MAKER = weakRule(
  'manufacturer',
  -2,
  ({ maker }) => maker,
  // The model has told its maker.
  (a, b, isSame) => (!isSame ? -2 : isNamedAlike(a, b) && !isSameModel(a, b) ? 1.4 : 0.25),
);

const USER: Rule<AssetEntry> = {
  field: 'lastUser',
  floor: -0.5,
  show: ({ record }) => textOf(record, 'lastUser'),
  compare(a, b, counts): Finding | undefined {
    const [left, right] = [a.user, b.user];
    if (left === '' || right === '') return undefined;
    if (left !== right) return { normalized: left, weight: -0.5, note: 'users change' };
    return { normalized: left, weight: Math.max(0.5, thinned(4, counts.shared('user', a, left))) };
  },
};

const IP: Rule<AssetEntry> = {
  field: 'ipAddresses',
  floor: 0,
  show: ({ record }) => listOf(record, 'ipAddresses').join('; '),
  compare(a, b, counts): Finding | undefined {
    const common = firstCommon(a.ips, b.ips);
    if (common === undefined) return undefined;
    return { normalized: common, weight: Math.max(0, thinned(2.5, counts.shared('ip', a, common))) };
  },
};

const TAG: Rule<AssetEntry> = {
  field: 'assetTag',
  floor: -2,
  show: ({ record }) => textOf(record, 'assetTag'),
  compare(a, b, counts): Finding | undefined {
    if (a.tag === '' || b.tag === '') return undefined;
    if (a.tag !== b.tag) return { normalized: a.tag, weight: -2, note: 'other tag' };
    return { normalized: a.tag, weight: Math.max(0, thinned(7, counts.shared('tag', a, a.tag))) };
  },
};

export const ASSET_PRIOR = -8;
/** Among all machines of all organizations a chance agreement is likelier. */
export const WORLD_PRIOR = -12;

export const ASSET_RULES: readonly Rule<AssetEntry>[] = [
  VENDOR_LINK,
  AGENT_RULE,
  SERIAL,
  UUID,
  MACS,
  HOST,
  TAG,
  MODEL,
  USER,
  IP,
  SYSTEM,
  SORT,
  MAKER,
];
