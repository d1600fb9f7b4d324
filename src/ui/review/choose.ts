/** The list in which a person looks for a record's counterpart. */
import { l10n, type QuickPickItem, window } from 'vscode';
import type { RecordKey } from '../../engine/model';
import type { Overview } from '../../engine/overview';
import { listed, showWarning } from '../../host/told';
import { inOneLine } from '../../text/shown';
import { type Choice, MOST_CHOICES, Others } from './another';

type Item = QuickPickItem & { readonly choice: Choice };

/** The record that was chosen; undefined where the person went away. Evidence against it is asked about once more. */
export async function chooseAnother(
  record: RecordKey,
  overview: Overview,
  candidates: readonly RecordKey[],
): Promise<RecordKey | undefined> {
  const own = overview.records.get(record);
  if (!own) return undefined;
  const others = new Others(own, overview, candidates);
  const choice = await pick(own.name, others);
  if (!choice) return undefined;
  const against = choice.compared.evidence.filter(({ verdict }) => verdict === 'contradicts');
  if (against.length === 0) return choice.key;
  const detail = against
    .map(
      ({ field, values: [left, right], note }) =>
        `${field}: “${left}”, “${right}”${note ? ` (${note})` : ''}`,
    )
    .join('\n');
  const yes = l10n.t('Link All the Same');
  const question = l10n.t('Something speaks against linking "{0}" and "{1}".', own.name, choice.label);
  return (await showWarning(question, { modal: true, detail }, yes)) === yes ? choice.key : undefined;
}

async function pick(name: string, others: Others): Promise<Choice | undefined> {
  const list = window.createQuickPick<Item>();
  list.title = l10n.t('The Counterpart of {0}', inOneLine(name));
  list.placeholder = l10n.t('Part of a name, organization, serial number, e-mail, address or id');
  // What was found by a field that the row does not show stays in the list.
  const show = () => {
    const found = others.find(list.value);
    list.items = found.map((choice) => listed({ ...choice, choice, alwaysShow: true }));
    list.title =
      found.length === MOST_CHOICES
        ? l10n.t('The Counterpart of {0} (the first {1})', inOneLine(name), MOST_CHOICES)
        : l10n.t('The Counterpart of {0}', inOneLine(name));
  };
  list.onDidChangeValue(show);
  show();
  const choice = await new Promise<Choice | undefined>((resolve) => {
    list.onDidAccept(() => resolve(list.selectedItems[0]?.choice));
    list.onDidHide(() => resolve(undefined));
    list.show();
  });
  list.dispose();
  return choice;
}
