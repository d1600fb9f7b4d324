/** How two systems are kept in step: beside whom, and which way each kind goes; written into the workspace's settings. */
import { l10n, type QuickPickItem, window } from 'vscode';
import type { PairMode } from '../../engine/beside';
import { KINDS, type Kind, SYSTEM_TITLES } from '../../engine/model';
import { type Direction, PAIRS, type PairName, type SystemPair } from '../../engine/policy';
import { showInformation } from '../../host/told';
import { type Answers, ask, type ChoiceStep } from '../input/steps';
import { KIND_TITLES } from '../words';
import { folderFor } from './configure';
import type { CommandContext } from './context';

export async function configurePair(context: CommandContext, given?: unknown): Promise<void> {
  const folder = folderFor(context);
  const pair = pairOf(given) ?? (await pickPair());
  if (!pair) return;
  const { sync, connections } = await context.settings.read(folder);
  const now = sync.directions[pair.name];
  const mode = sync.vendors[pair.name];
  const placeless = hasVsa(pair) && connections.vsa?.authentication !== 'vsa10';
  const kinds = KINDS.filter((kind) => sync.kinds.includes(kind) && !(kind === 'location' && placeless));
  const answers = await ask({
    title: titleOf(pair),
    stepsFor: async () => [besideStep(pair, mode), ...kinds.map((kind) => stepFor(kind, pair, now[kind]))],
  });
  if (!answers) return;
  const vendors = { ...sync.vendors, [pair.name]: answers[BESIDE] };
  await context.settings.write(folder, {
    [`sync.${pair.name}`]: changed(now, kinds, answers),
    ...(answers[BESIDE] === mode ? {} : { 'sync.vendorIntegrations': adopted(vendors) }),
  });
  const text = l10n.t('{0}: the next sync goes by what you chose.', titleOf(pair));
  void showInformation(text);
}

/** VSA 9 holds no locations. */
const hasVsa = ({ systems }: SystemPair): boolean => systems.some((system) => system === 'vsa');

const titleOf = ({ systems: [first, second] }: SystemPair): string =>
  `${SYSTEM_TITLES[first]} ↔ ${SYSTEM_TITLES[second]}`;

function pairOf(given: unknown): SystemPair | undefined {
  const name = typeof given === 'object' && given !== null && 'pair' in given ? given.pair : given;
  return PAIRS.find((pair) => pair.name === name);
}

async function pickPair(): Promise<SystemPair | undefined> {
  const items = PAIRS.map((pair): QuickPickItem & { name: PairName } => ({
    label: titleOf(pair),
    name: pair.name,
  }));
  const chosen = await window.showQuickPick(items, { title: l10n.t('Choose What Goes Which Way') });
  return PAIRS.find(({ name }) => name === chosen?.name);
}

const BESIDE = 'beside';

/** Asked first: what is left to the vendors need not be given a direction. */
function besideStep({ systems: [first, second] }: SystemPair, now: PairMode): ChoiceStep {
  const pair = [SYSTEM_TITLES[first], SYSTEM_TITLES[second]] as const;
  return {
    type: 'choice',
    name: BESIDE,
    prompt: l10n.t('Does the vendors’ own integration already run between {0} and {1}?', ...pair),
    value: now,
    choices: [
      {
        value: 'instead',
        label: l10n.t('No, MSP Sync writes'),
        detail: l10n.t('It works instead of that integration: switch that one off if it still runs'),
      },
      {
        value: 'adopt',
        label: l10n.t('Yes, and it goes on'),
        detail: l10n.t('What it keeps between the two is left to it, and told as drift while it is apart'),
      },
    ],
  };
}

/** The setting: pairs in which MSP Sync writes need not be named. */
const adopted = (modes: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(PAIRS.flatMap(({ name }) => (modes[name] === 'adopt' ? [[name, 'adopt']] : [])));

function stepFor(kind: Kind, { systems: [first, second] }: SystemPair, now: Direction): ChoiceStep {
  const only = (title: string) => l10n.t('Only to {0}', title);
  return {
    type: 'choice',
    name: kind,
    prompt: l10n.t('{0}: which way do values and new records go?', KIND_TITLES[kind]),
    value: now,
    choices: [
      { value: 'both', label: l10n.t('Both ways') },
      { value: `${first}-to-${second}`, label: only(SYSTEM_TITLES[second]) },
      { value: `${second}-to-${first}`, label: only(SYSTEM_TITLES[first]) },
      {
        value: 'off',
        label: l10n.t('Off'),
        detail: l10n.t('They stay linked, and nothing is written between the two'),
      },
    ],
  };
}

/** The setting: kinds that go both ways need not be named. */
function changed(
  now: Readonly<Record<Kind, Direction>>,
  asked: readonly Kind[],
  answers: Answers,
): Readonly<Record<string, string>> {
  const table: Record<string, string> = {};
  for (const kind of KINDS) {
    const direction = (asked.includes(kind) ? answers[kind] : undefined) ?? now[kind];
    if (direction !== 'both') table[kind] = direction;
  }
  return table;
}
