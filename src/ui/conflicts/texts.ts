/** The words of the page, in the editor's language. */
import { l10n } from 'vscode';
import type { ShownConflicts } from './protocol';

/** Words with `{0}` are filled in by the page. */
export const conflictTexts = (): ShownConflicts['texts'] => ({
  queue: l10n.t('Open conflicts'),
  waiting: l10n.t('{0} conflicts wait for a decision'),
  waitingOne: l10n.t('1 conflict waits for a decision'),
  more: l10n.t('and {0} more, which come up as these are decided'),
  use: l10n.t('Use This'),
  suggested: l10n.t('Suggested'),
  suggestion: l10n.t('Suggestion: {0}, because {1}.'),
  choices: l10n.t('Sides'),
  blank: l10n.t('(blank)'),
  added: l10n.t('added'),
  gone: l10n.t('removed'),
  alike: l10n.t('The same choice for the {0} others like this'),
  alikeOne: l10n.t('The same choice for the 1 other like this'),
  edit: l10n.t('Another Value…'),
  merge: l10n.t('Choose Items…'),
  editLabel: l10n.t('New value of {0}'),
  items: l10n.t('Items to keep'),
  itemsMore: l10n.t('Further items, one in each line'),
  held: l10n.t('{0} (in {1})'),
  save: l10n.t('Use This Value'),
  cancel: l10n.t('Cancel'),
  undo: l10n.t('Undo'),
  undoOf: l10n.t('Undo: {0}'),
  compare: l10n.t('Compare in the Editor'),
  show: l10n.t('Show Record'),
  plan: l10n.t('Show Plan'),
  planWhy: l10n.t('{0} decisions are steps of the plan now. Nothing is written before you apply it.'),
  planWhyOne: l10n.t('1 decision is part of the plan now. Nothing is written before you apply it.'),
  keys: l10n.t(
    'Keys: 1 to 4 use a side, s the suggestion, e another value, n and p next and previous, u undo.',
  ),
});
