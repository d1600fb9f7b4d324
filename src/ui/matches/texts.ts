/** The words of the page, in the editor's language. */
import { l10n } from 'vscode';
import type { ShownMatches } from './protocol';

/** Words with `{0}` are filled in by the page. */
export const matchTexts = (): ShownMatches['texts'] => ({
  queue: l10n.t('Open questions'),
  waiting: l10n.t('{0} matches wait for a decision'),
  waitingOne: l10n.t('1 match waits for a decision'),
  more: l10n.t('and {0} more, which come up as these are decided'),
  candidates: l10n.t('{0} candidates'),
  inQuestion: l10n.t('In question'),
  candidate: l10n.t('Candidate {0}'),
  field: l10n.t('Field'),
  table: l10n.t('{0} and its candidates, field by field'),
  agrees: l10n.t('agrees'),
  contradicts: l10n.t('contradicts'),
  neutral: l10n.t('tells nothing'),
  none: l10n.t('not compared'),
  comparedAs: l10n.t('compared as “{0}”'),
  bits: l10n.t('{0} bits'),
  confidence: l10n.t('confidence {0}'),
  blank: l10n.t('(blank)'),
  accept: l10n.t('The Same'),
  acceptOf: l10n.t('The Same: {0} in {1} and {2}'),
  not: l10n.t('Not This One'),
  notOf: l10n.t('Not This One: {0} in {1} for {2}'),
  never: l10n.t('Never the Same'),
  neverAll: l10n.t('None of Them'),
  another: l10n.t('Choose Another…'),
  skip: l10n.t('Skip'),
  undo: l10n.t('Undo'),
  undoOf: l10n.t('Undo: {0}'),
  show: l10n.t('Show Record'),
  acts: l10n.t('Answers'),
  keys: l10n.t(
    'Keys: a the same (1 to 9 with several candidates), n never, o choose another, s or j next, k previous, u undo.',
  ),
  about: l10n.t(
    'Bits say how loudly a field speaks: above zero for the same, below against. Each bit doubles the odds.',
  ),
});
