/** Commands of the Review view. Several rows are asked about once, with counts. */
import { l10n, window } from 'vscode';
import { pairsToUnlink } from '../../engine/decide';
import { Failure } from '../../engine/failure';
import { KINDS, refOf, SYSTEM_TITLES, SYSTEMS } from '../../engine/model';
import { showInPassing, showWarning } from '../../host/told';
import { plural } from '../../text/words';
import type { CommandContext } from '../commands/context';
import { KIND_TITLES } from '../words';
import { type Answer, accept, actText, another, never, recordsOf } from './answers';
import { chooseAnother } from './choose';
import type { ReviewNode } from './model';

/** Milliseconds that a word in the status bar stands. */
const WORD = 6000;

export async function reviewAccept(context: CommandContext, row?: unknown, rows?: unknown): Promise<void> {
  const nodes = chosen(context, row, rows);
  const answer = accept(nodes);
  if (!answer) throw nothingFor(l10n.t('Choose a suggestion, or a candidate of an ambiguous record.'));
  await give(context, answer, l10n.t('Link'), (count) => l10n.t('Link {0}?', plural(count, 'pair')));
}

export async function reviewNever(context: CommandContext, row?: unknown, rows?: unknown): Promise<void> {
  const answer = never(chosen(context, row, rows));
  if (!answer) throw nothingFor(l10n.t('Choose a suggestion, a candidate or a contradiction.'));
  const question = (count: number) => l10n.t('Never link {0}?', plural(count, 'pair'));
  await give(context, answer, l10n.t('Never the Same'), question);
}

export async function reviewIgnore(context: CommandContext, row?: unknown, rows?: unknown): Promise<void> {
  const nodes = chosen(context, row, rows);
  const all = [...new Set(nodes.flatMap(ignorable))];
  if (all.length === 0) throw nothingFor(l10n.t('Choose rows that are about records.'));
  const systems = SYSTEMS.filter((system) => all.some((key) => refOf(key).system === system));
  const side =
    systems.length === 1
      ? { system: systems[0] }
      : await window.showQuickPick(
          systems.map((system) => {
            const own = all.filter((key) => refOf(key).system === system);
            const [first] = own;
            const name = own.length === 1 && first ? context.review.current?.name(first) : undefined;
            return {
              label: SYSTEM_TITLES[system],
              description: name ?? plural(own.length, 'record'),
              system,
            };
          }),
          { title: l10n.t('Ignore the Record of Which System?') },
        );
  if (!side) return;
  const records = all.filter((key) => refOf(key).system === side.system);
  const reason = await window.showInputBox({
    title: l10n.t('Ignore {0}: Why?', plural(records.length, 'record')),
    prompt: l10n.t('Who reviews the decision reads this.'),
    validateInput: (text) => (text.trim() === '' ? l10n.t('A reason is needed.') : undefined),
  });
  if (!reason) return;
  const until = await window.showInputBox({
    title: l10n.t('Ignore Until When?'),
    prompt: l10n.t('A date such as 2027-01-31; blank for ever.'),
    validateInput: (text) =>
      text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text) ? undefined : l10n.t('Write it as 2027-01-31.'),
  });
  if (until === undefined) return;
  const change = { type: 'ignore', records, reason, ...(until ? { until } : {}) } as const;
  const ids = nodes.flatMap((node) =>
    ignorable(node).some((key) => records.includes(key)) ? [node.id] : [],
  );
  await give(context, { change, ids }, l10n.t('Ignore'), null);
}

/** An ambiguous row is about its record; the candidates are rows of their own. */
const ignorable = (node: ReviewNode) =>
  node.type === 'item' && node.item.type === 'ambiguous' ? [node.item.record] : recordsOf(node);

export async function reviewCreate(context: CommandContext, row?: unknown, rows?: unknown): Promise<void> {
  const nodes = chosen(context, row, rows).filter((node) => node.type === 'record');
  const records = nodes.map(({ key }) => key);
  if (records.length === 0) throw nothingFor(l10n.t('Choose records without a counterpart.'));
  const targets = (context.review.current?.input.overview.systems ?? []).filter((system) =>
    records.every((key) => refOf(key).system !== system),
  );
  const picked = await window.showQuickPick(
    targets.map((system) => ({ label: SYSTEM_TITLES[system], system })),
    { title: l10n.t('Create {0} in Which Systems?', plural(records.length, 'record')), canPickMany: true },
  );
  if (!picked || picked.length === 0) return;
  const change = { type: 'create', records, in: picked.map(({ system }) => system) } as const;
  await give(context, { change, ids: nodes.map(({ id }) => id) }, l10n.t('Create'), null);
}

/** Another counterpart than those that matching brought. */
export async function reviewChoose({ review }: CommandContext, row?: unknown): Promise<void> {
  const [node] = review.chosen(row, undefined);
  const { current } = review;
  const [record] = node ? recordsOf(node) : [];
  if (!node || !record || !current) throw nothingFor(l10n.t('Choose a row that is about a record.'));
  const candidates = node.type === 'candidate' ? [node.candidate.record] : recordsOf(node).slice(1);
  const own = node.type === 'candidate' ? node.item.record : record;
  const other = await chooseAnother(own, current.input.overview, candidates);
  if (!other) return;
  review.tell(await review.give(another(own, other, [node.type === 'candidate' ? node.item.key : node.id])));
}

/** Takes back what was said last. */
export async function reviewUndo({ review }: CommandContext): Promise<void> {
  const act = await review.takeBack();
  const word = act ? l10n.t('Taken back: {0}', actText(act)) : l10n.t('Nothing was decided yet.');
  showInPassing(word, WORD);
}

export async function reviewFilter({ review }: CommandContext): Promise<void> {
  const items = KINDS.map((kind) => ({
    label: KIND_TITLES[kind],
    value: kind,
    picked: review.filtered?.has(kind) ?? false,
  }));
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    title: l10n.t('Review Only These Kinds'),
    placeHolder: l10n.t('None chosen shows everything'),
  });
  if (picked) review.filter(picked.length === items.length ? null : picked.map(({ value }) => value));
}

export async function reviewClearFilter({ review }: CommandContext): Promise<void> {
  review.filter(null);
  review.search('');
}

/** Narrows the view with every letter. Enter keeps what is shown, Escape goes back to what was. */
export async function reviewSearch({ review }: CommandContext): Promise<void> {
  const before = review.searched;
  const input = window.createInputBox();
  input.title = l10n.t('Search Review');
  input.placeholder = l10n.t('Part of a name, organization, serial number, address or reason');
  input.value = before;
  input.onDidChangeValue((text) => review.search(text.trim()));
  const kept = await new Promise<boolean>((resolve) => {
    input.onDidAccept(() => resolve(true));
    input.onDidHide(() => resolve(false));
    input.show();
  });
  if (!kept) review.search(before);
  input.dispose();
}

/** Takes a record out of its identity: says which records it is never the same as. */
export async function unlink({ state, systems, review }: CommandContext, row?: unknown): Promise<void> {
  const key = systems.keyOfRow(row);
  const { overview } = state.snapshot;
  const pairs = key && overview ? pairsToUnlink(key, overview.identities, overview.identityOf) : [];
  if (!key || !overview || pairs.length === 0) {
    throw new Failure('usage', 'No linked record is chosen.', {
      remedy: 'Call it from the menu of a linked record in the Systems view.',
    });
  }
  const name = (record: typeof key) =>
    `${overview.records.get(record)?.name ?? record} (${SYSTEM_TITLES[refOf(record).system]})`;
  const others = pairs.map(([a, b]) => name(a === key ? b : a)).join(', ');
  const yes = l10n.t('Unlink');
  const detail = l10n.t('It will never be linked to {0} again, unless you undo this.', others);
  const question = l10n.t('Unlink {0}?', name(key));
  if ((await showWarning(question, { modal: true, detail }, yes)) !== yes) return;
  review.tell(await review.give({ change: { type: 'different', pairs }, ids: [] }));
}

function chosen({ review }: CommandContext, row: unknown, rows: unknown): readonly ReviewNode[] {
  return review.chosen(row, rows);
}

/** One row: at once, with a word in the status bar. Several: asked once, told with a way back. */
async function give(
  { review }: CommandContext,
  answer: Answer,
  yes: string,
  question: ((count: number) => string) | null,
): Promise<void> {
  const { change, ids } = answer;
  const count = countIn(change);
  if (ids.length > 1 && question) {
    const detail = l10n.t('Each decision can be taken back.');
    if ((await showWarning(question(count), { modal: true, detail }, yes)) !== yes) return;
  }
  const act = await review.give(answer);
  if (ids.length > 1 || !question) review.tell(act);
  else showInPassing(l10n.t('{0}. Press u in the Review view to undo.', actText(act)), WORD);
}

function countIn(change: Answer['change']): number {
  if ('pairs' in change) return change.pairs.length;
  return 'records' in change ? change.records.length : change.choices.length;
}

const nothingFor = (remedy: string): Failure =>
  new Failure('usage', 'The chosen rows leave nothing to decide that way.', { remedy });
