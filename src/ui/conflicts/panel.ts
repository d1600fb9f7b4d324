/** The panel "Conflicts": one queue, each conflict with all its sides. A choice becomes a decision, never a write. */
import { EventEmitter, l10n } from 'vscode';
import type { ConflictItem } from '../../engine/conflicts';
import type { Act } from '../../engine/decide';
import { Failure } from '../../engine/failure';
import type { RecordKey } from '../../engine/model';
import { SYSTEM_TITLES, SYSTEMS } from '../../engine/model';
import { type Answer, questionOf, settle, valueFrom } from '../../engine/settle';
import { Owner } from '../../host/disposal';
import { plural } from '../../text/words';
import { instant } from '../instant';
import type { PanelSpec } from '../panel/host';
import type { SyncState } from '../state/state';
import type { ValueTexts } from './compare';
import { answerOf, othersLike, placeOf, recordOfCell, shownConflict } from './model';
import { type SaidOfConflicts, type ShownConflicts, saidShape } from './protocol';
import { conflictTexts } from './texts';

export interface ConflictPorts {
  readonly state: SyncState;
  /** Shows the record's row in the Systems view. */
  readonly reveal: (key: RecordKey) => Promise<unknown>;
  readonly texts: ValueTexts;
  readonly showPlan: () => Promise<void>;
}

/** More are not sent at once: they come up as others are decided. */
const MOST = 200;

interface Decided {
  readonly act: Act;
  readonly items: readonly ConflictItem[];
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
    const ahead = queue.filter(({ key }) => key === this.first);
    const sent = queue.length > MOST ? [...new Set([...ahead, ...queue])].slice(0, MOST) : queue;
    const records = overview?.records ?? new Map();
    const last = this.decided.at(-1);
    return {
      empty: queue.length > 0 ? '' : emptyText(overview !== null, loadFailure),
      conflicts: sent.map((item) => shownConflict(item, queue, { records, at: instant })),
      total: queue.length,
      said: this.lastWord,
      back: this.back,
      undo: last?.text ?? null,
      decided: this.decided.reduce((sum, { items }) => sum + items.length, 0),
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
      case 'plan':
        return this.ports.showPlan();
    }
  }

  private async choose(item: ConflictItem, cell: string, alike: boolean): Promise<void> {
    const all = alike ? [item, ...othersLike(item, this.queue())] : [item];
    const side = SYSTEMS.find((system) => system === cell);
    const words = side ? l10n.t('what {0} says', SYSTEM_TITLES[side]) : l10n.t('what was last agreed');
    await this.keep(all, answerOf(cell), words);
  }

  private async edit(item: ConflictItem, value: string | readonly string[]): Promise<void> {
    await this.keep([item], { type: 'value', value: valueFrom(item, value) }, l10n.t('another value'));
  }

  private async keep(items: readonly ConflictItem[], answer: Answer, words: string): Promise<void> {
    const change = settle(items, answer);
    const settled = items.filter(({ sides, field }) =>
      change.choices.some(
        (choice) =>
          choice.field === field && Object.values(sides).some(({ record }) => record === choice.record),
      ),
    );
    const [first] = settled;
    if (!first) {
      throw new Failure('stale', 'There is no such side any more.', {
        remedy: 'Look at the conflict again.',
      });
    }
    const act = await this.ports.state.decide(change);
    const what = l10n.t('{0} of {1}: {2}', first.label, first.name, words);
    const others = plural(settled.length - 1, 'other');
    const text = settled.length > 1 ? l10n.t('{0}, and {1} like it', what, others) : what;
    this.decided.push({ act, items: settled, text });
    this.answered = new Set([...this.answered, ...settled.map(questionOf)]);
    this.back = null;
    this.say(l10n.t('Decided. {0}. {1} left.', text, plural(this.queue().length, 'conflict')));
  }

  private async takeBack(): Promise<void> {
    const last = this.decided.at(-1);
    if (!last) return;
    await this.ports.state.undecide(last.act);
    this.decided.pop();
    const back = new Set(last.items.map(questionOf));
    this.answered = new Set([...this.answered].filter((words) => !back.has(words)));
    // Until it is thought through again the conflict is not known to be open.
    await this.ports.state.settled();
    this.back = last.items[0]?.key ?? null;
    this.say(l10n.t('Taken back: {0}.', last.text));
  }

  private async show(item: ConflictItem, cell: string): Promise<void> {
    const key = recordOfCell(item, cell);
    if (key) await this.ports.reveal(key);
  }

  private say(text: string): void {
    this.lastWord = text;
    this.moved.fire();
  }

  private queue(): readonly ConflictItem[] {
    const { overview } = this.ports.state.snapshot;
    return overview?.conflicts.filter((item) => !this.answered.has(questionOf(item))) ?? [];
  }

  private find(key: string): ConflictItem {
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
