/** What the preflights found, and whether the pairs may be synced: one answer for the editor and the command line. Pure. */
import { modeWords, type PairMode } from './beside';
import type { Checked, Finding } from './findings';
import type { Abilities } from './merge/model';
import { KINDS, SYSTEM_TITLES, type SystemName } from './model';
import { type KindWay, PAIRS, type PairName, type SystemPair, waysOf } from './policy';
import type { SyncSettings } from './settings';

/** `absent`: one of the two is not connected; `unchecked`: one was never checked; `limited`: with warnings. */
export type PairState = 'ready' | 'limited' | 'blocked' | 'unchecked' | 'absent' | 'off';

export interface PairReadiness {
  readonly name: PairName;
  readonly systems: readonly [SystemName, SystemName];
  readonly state: PairState;
  /** `ready`, `blocked because …`: fit to stand behind the pair's name. */
  readonly words: string;
  /** What blocks it, or what it is limited by. */
  readonly because: readonly Finding[];
  readonly ways: readonly KindWay[];
  /** Whether the vendors' own sync between the two is left to its work. */
  readonly mode: PairMode;
}

export interface ReadinessInput {
  readonly configured: readonly SystemName[];
  readonly checks: readonly Checked[];
  readonly settings: Pick<SyncSettings, 'kinds' | 'directions' | 'vendors' | 'create'>;
  /** What the systems can do at all; one that is not named is taken to be able. */
  readonly abilities?: Abilities;
}

/** Each pair, in the recommended order of setting them up. */
export const readinessOf = (input: ReadinessInput): readonly PairReadiness[] =>
  PAIRS.map((pair) => {
    const { state, words, because = [] } = judge(pair, input);
    const ways = waysOf(pair, input.settings, input.abilities);
    const mode = input.settings.vendors[pair.name];
    const beside =
      state === 'absent' || state === 'off' ? null : modeWords(input.settings.vendors, pair.name);
    const told = beside === null ? words : `${words} · ${beside}`;
    return { name: pair.name, systems: pair.systems, state, words: told, because, ways, mode };
  });

interface Judgement {
  readonly state: PairState;
  readonly words: string;
  readonly because?: readonly Finding[];
}

function judge(pair: SystemPair, { configured, checks, settings }: ReadinessInput): Judgement {
  const absent = pair.systems.filter((system) => !configured.includes(system));
  if (absent.length > 0) return { state: 'absent', words: `${titles(absent)} not connected` };
  const directions = settings.directions[pair.name];
  if (KINDS.every((kind) => !settings.kinds.includes(kind) || directions[kind] === 'off')) {
    return { state: 'off', words: 'switched off for every kind' };
  }
  const own = checks.filter(({ system }) => pair.systems.some((name) => name === system));
  const found = own.flatMap(({ findings }) => findings);
  const problems = found.filter(({ level }) => level === 'problem');
  const [first] = problems;
  if (first) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    return {
      state: 'blocked',
      words: `blocked because ${SYSTEM_TITLES[first.system]}: ${first.message}${more}`,
      because: problems,
    };
  }
  const unchecked = pair.systems.filter((name) => !own.some(({ system }) => system === name));
  if (unchecked.length > 0) return { state: 'unchecked', words: `${titles(unchecked)} not checked yet` };
  const warnings = found.filter(({ level }) => level === 'warning');
  if (warnings.length === 0) return { state: 'ready', words: 'ready' };
  const count = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`;
  return { state: 'limited', words: `ready, ${count}`, because: warnings };
}

const titles = (systems: readonly SystemName[]): string =>
  systems.map((system) => SYSTEM_TITLES[system]).join(' and ');

/** What is known of a connection after a check in short, which names only what is wrong. */
export function afterBrief(before: Checked, wrong: readonly Finding[], at: string): Checked {
  const news = new Set(wrong.map(({ check }) => check));
  return { ...before, at, findings: [...before.findings.filter(({ check }) => !news.has(check)), ...wrong] };
}
