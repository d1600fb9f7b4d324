/** The panel "Conflicts": one queue, each conflict with all its sides. A choice becomes a decision, never a write. */
import { EventEmitter, env, l10n } from 'vscode';
import type { Act, ValueChoice } from '../../engine/decide';
import { Failure } from '../../engine/failure';
import type { RecordKey } from '../../engine/model';
import { SYSTEM_TITLES, SYSTEMS } from '../../engine/model';
import { Owner } from '../../host/disposal';
import { plural } from '../../text/words';
import { labelOf } from '../differences/values';
import type { PanelSpec } from '../panel/host';
import type { SyncState } from '../state/state';
import type { ValueTexts } from './compare';
import {
  alikeOf,
  choiceOf,
  editedChoice,
  type OpenConflict,
  placeOf,
  queueOf,
  recordOfCell,
  shownConflict,
} from './model';
import { type SaidOfConflicts, type ShownConflicts, saidShape } from './protocol';
import { conflictTexts } from './texts';

export interface ConflictPorts {
  readonly state: SyncState;
  /** Shows the record's row in the Systems view. */
  readonly reveal: (key: RecordKey) => Promise<unknown>;
  readonly texts: ValueTexts;
}

/** More are not sent at once: they come up as others are decided. */
const MOST = 200;

interface Decided {
  readonly act: Act;
  readonly keys: readonly string[];
  readonly text: string;
}

export class ConflictsPanel extends Owner implements PanelSpec<ShownConflicts, SaidOfConflicts> {
  readonly name = 'conflicts';
  readonly said = saidShape;
  readonly icon = 'media/conflicts.svg';
  private readonly moved = this.own(new EventEmitter<void>());
  readonly changed = this.moved.event;
  private readonly decided: Decided[] = [];
  /** Decided, and perhaps not thought through yet. */
  private answered: ReadonlySet<string> = new Set();
  private lastWord = '';
  private first: string | undefined;
  private back: string | null = null;

  constructor(private readonly ports: ConflictPorts) {
    super();
    this.own(ports.texts);
    const { state } = ports;
    let { overview, loadFailure } = state.snapshot;
    this.own(
      state.onDidChange((snapshot) => {
        if (snapshot.overview === overview && snapshot.loadFailure === loadFailure) return;
        ({ overview, loadFailure } = snapshot);
        this.moved.fire();
      }),
    );
    void state.load();
  }

  title(): string {
    return l10n.t('Conflicts');
  }

  /** The place that was asked for must be among those that are sent. */
  wanted(to: string): string | undefined {
    const place = placeOf(this.queue(), to);
    this.first = place?.key;
    return place?.key;
  }

  shown(): ShownConflicts {
    const { overview, loadFailure } = this.ports.state.snapshot;
    const queue = this.queue();
    const format = new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' });
    const at = (iso: string) => format.format(new Date(iso));
    const ahead = queue.filter(({ key }) => key === this.first);
    const sent = queue.length > MOST ? [...new Set([...ahead, ...queue])].slice(0, MOST) : queue;
    const last = this.decided.at(-1);
    return {
      empty: queue.length > 0 ? '' : emptyText(overview !== null, loadFailure),
      conflicts: overview ? sent.map((open) => shownConflict(open, queue, overview, { at })) : [],
      total: queue.length,
      said: this.lastWord,
      back: this.back,
      undo: last?.text ?? null,
      decided: this.decided.reduce((sum, { keys }) => sum + keys.length, 0),
      texts: conflictTexts(),
    };
  }

  async heard(said: SaidOfConflicts): Promise<void> {
    switch (said.type) {
      case 'choose':
        return this.choose(this.find(said.key), said.cell, said.alike);
      case 'edit':
        return this.edit(this.find(said.key), said.value);
      case 'undo':
        return this.takeBack();
      case 'show':
        return this.show(this.find(said.key), said.cell);
      case 'compare':
        return this.ports.texts.compare(this.find(said.key));
    }
  }

  private async choose(open: OpenConflict, cell: string, alike: boolean): Promise<void> {
    const { overview } = this.ports.state.snapshot;
    if (!overview) return;
    const all = alike ? [open, ...alikeOf(open, this.queue())] : [open];
    const choices = all.flatMap((one) => {
      const choice = choiceOf(one, cell, overview);
      return choice ? [{ key: one.key, choice }] : [];
    });
    const side = SYSTEMS.find((system) => system === cell);
    const words = side ? l10n.t('what {0} says', SYSTEM_TITLES[side]) : l10n.t('what was last agreed');
    await this.keep(open, choices, words);
  }

  private async edit(open: OpenConflict, value: string | readonly string[]): Promise<void> {
    const { overview } = this.ports.state.snapshot;
    if (!overview) return;
    const choice = editedChoice(open, value, overview);
    await this.keep(open, [{ key: open.key, choice }], l10n.t('another value'));
  }

  private async keep(
    open: OpenConflict,
    choices: readonly { readonly key: string; readonly choice: ValueChoice }[],
    words: string,
  ): Promise<void> {
    if (choices.length === 0) throw moved(open);
    const act = await this.ports.state.decide({
      type: 'value',
      choices: choices.map(({ choice }) => choice),
    });
    const { name, kind, field } = open.conflict;
    const what = l10n.t('{0} of {1}: {2}', labelOf(kind, field), name, words);
    const text =
      choices.length > 1 ? l10n.t('{0}, and {1} like it', what, plural(choices.length - 1, 'other')) : what;
    const keys = choices.map(({ key }) => key);
    this.decided.push({ act, keys, text });
    this.answered = new Set([...this.answered, ...keys]);
    this.back = null;
    this.say(l10n.t('Decided. {0}. {1} left.', text, plural(this.queue().length, 'conflict')));
  }

  private async takeBack(): Promise<void> {
    const last = this.decided.at(-1);
    if (!last) return;
    await this.ports.state.undecide(last.act);
    this.decided.pop();
    const back = new Set(last.keys);
    this.back = last.keys[0] ?? null;
    this.answered = new Set([...this.answered].filter((key) => !back.has(key)));
    this.say(l10n.t('Taken back: {0}.', last.text));
  }

  private async show(open: OpenConflict, cell: string): Promise<void> {
    const { overview } = this.ports.state.snapshot;
    const key = overview && recordOfCell(open, cell, overview);
    if (key) await this.ports.reveal(key);
  }

  private say(text: string): void {
    this.lastWord = text;
    this.moved.fire();
  }

  private queue(): readonly OpenConflict[] {
    const { overview } = this.ports.state.snapshot;
    return overview ? queueOf(overview).filter(({ key }) => !this.answered.has(key)) : [];
  }

  private find(key: string): OpenConflict {
    const open = this.queue().find((one) => one.key === key);
    if (open) return open;
    throw new Failure(
      'stale',
      'This conflict is not open any more: the values have moved, or it is decided.',
      {
        remedy: 'Go on with the next one.',
      },
    );
  }
}

function emptyText(known: boolean, failure: Failure | null): string {
  if (failure) return l10n.t('What is known could not be read: {0}', failure.message);
  return known
    ? l10n.t('No conflict is open: wherever the systems disagree, it is settled who is right.')
    : l10n.t('Reading what is known…');
}

const moved = ({ conflict }: OpenConflict): Failure =>
  new Failure('stale', `"${conflict.name}" has no such side any more.`, { remedy: 'Look at it again.' });
