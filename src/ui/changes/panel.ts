/** The panel of differences: of a planned step, of a step of a run, or of every field of a thing. Read only. */
import { commands, EventEmitter, l10n } from 'vscode';
import type { FieldStory } from '../../engine/explain';
import type { RunEntry } from '../../engine/history';
import type { RecordKey } from '../../engine/model';
import type { Overview } from '../../engine/overview';
import { Owner } from '../../host/disposal';
import type { Messages } from '../../host/messages';
import { runTitle } from '../history/view';
import { instant } from '../instant';
import type { PanelSpec } from '../panel/host';
import type { PlanTree } from '../plan/model';
import type { SyncState } from '../state/state';
import { nothing, type Shown, shownRunStep, shownStep, shownStories } from './model';
import { type SaidOfChanges, type ShownChanges, saidShape } from './protocol';
import { type Subject, subjectFrom } from './subject';

export interface ChangesPorts {
  readonly state: SyncState;
  readonly messages: Messages;
  readonly plans: {
    readonly current: PlanTree | null;
    readonly onDidChange: (listener: () => void) => { dispose(): unknown };
  };
  readonly history: { entry(run: string): Promise<RunEntry | undefined> };
  readonly reveal: (key: RecordKey) => Promise<unknown>;
  /** Commands that the panel offers: to apply the plan, to take a step back, to open conflicts. */
  readonly commands: { readonly apply: string; readonly undoRun: string; readonly openConflicts: string };
}

type Told<T> = { readonly for: unknown; readonly value: T | null };

export class ChangesPanel extends Owner implements PanelSpec<ShownChanges, SaidOfChanges> {
  readonly name = 'changes';
  readonly said = saidShape;
  readonly icon = 'media/changes.svg';
  /** One panel shows whatever row is looked at. */
  readonly single = true;
  private readonly moved = this.own(new EventEmitter<void>());
  readonly changed = this.moved.event;
  private readonly stories = new Map<RecordKey, Told<readonly FieldStory[]>>();
  private readonly runs = new Map<string, Told<RunEntry>>();

  constructor(private readonly ports: ChangesPorts) {
    super();
    let { overview } = ports.state.snapshot;
    this.own(
      ports.state.onDidChange((snapshot) => {
        if (snapshot.overview === overview) return;
        ({ overview } = snapshot);
        this.moved.fire();
      }),
    );
    this.own(ports.plans.onDidChange(() => this.moved.fire()));
    void ports.state.load();
  }

  title(text: string): string {
    const { overview } = this.ports.state.snapshot;
    const subject = subjectFrom(text);
    const name = subject && overview ? this.nameOf(subject, overview) : undefined;
    return name ? l10n.t('Differences: {0}', name) : l10n.t('Differences');
  }

  shown(text: string): ShownChanges {
    const subject = subjectFrom(text);
    const { overview } = this.ports.state.snapshot;
    const told = subject && overview ? this.told(subject, overview) : null;
    const shown =
      told ??
      nothing(
        l10n.t('Differences'),
        subject ? l10n.t('Reading what is known…') : l10n.t('It is not known any more what this was about.'),
      );
    return {
      ...shown,
      acts: subject && told && !told.empty ? this.acts(subject) : [],
      texts: {
        blank: l10n.t('(blank)'),
        added: l10n.t('added'),
        gone: l10n.t('removed'),
        fold: l10n.t('Only fields where something differs'),
        allAgree: l10n.t('All sides agree on every field.'),
      },
    };
  }

  async heard({ id }: SaidOfChanges, text: string): Promise<void> {
    const subject = subjectFrom(text);
    const { commands: ids } = this.ports;
    if (id === 'apply') await commands.executeCommand(ids.apply);
    if (id === 'undo' && subject?.type === 'run') {
      await commands.executeCommand(ids.undoRun, { id: `step:${subject.step}@${subject.run}` });
    }
    if (id === 'record' && subject?.type === 'record') await this.ports.reveal(subject.key);
  }

  private acts(subject: Subject): ShownChanges['acts'] {
    if (subject.type === 'plan') return [{ id: 'apply', label: l10n.t('Apply Plan…') }];
    if (subject.type === 'run') return [{ id: 'undo', label: l10n.t('Take Back…') }];
    return [{ id: 'record', label: l10n.t('Show Record') }];
  }

  private nameOf(subject: Subject, overview: Overview): string | undefined {
    if (subject.type === 'record') return overview.records.get(subject.key)?.name;
    if (subject.type === 'run') {
      return this.runs.get(subject.run)?.value?.steps.find(({ step }) => step === subject.step)?.name;
    }
    const node = this.ports.plans.current?.find(subject.step);
    return node?.type === 'step' ? node.step.name : undefined;
  }

  /** Null while it is read. */
  private told(subject: Subject, overview: Overview): Shown | null {
    if (subject.type === 'plan') return this.planned(subject.step, overview);
    if (subject.type === 'run') return this.ran(subject, overview);
    const stories = this.once(this.stories, subject.key, overview, () =>
      this.ports.state.explain(subject.key),
    );
    return stories && shownStories(subject.key, stories, overview, { at: instant });
  }

  private planned(step: string, overview: Overview): Shown {
    const tree = this.ports.plans.current;
    const node = tree?.find(step);
    if (node?.type === 'step') return shownStep(node.step, overview, tree?.input.moved.get(step));
    return nothing(
      l10n.t('Differences'),
      l10n.t('This step is not in the plan any more: it was carried out, or a new plan does without it.'),
    );
  }

  private ran({ run, step: id }: Extract<Subject, { type: 'run' }>, overview: Overview): Shown | null {
    const entry = this.once(this.runs, run, overview, () => this.ports.history.entry(run));
    if (!entry) return null;
    const step = entry.steps.find(({ step }) => step === id);
    if (step) return shownRunStep(step, runTitle(entry, instant), overview, { at: instant });
    return nothing(l10n.t('Differences'), l10n.t('The journal of this run is not there any more.'));
  }

  /** What must be read from disk: read once for what is known now, and shown when it is there. */
  private once<Key, T>(
    told: Map<Key, Told<T>>,
    key: Key,
    overview: Overview,
    read: () => Promise<T | undefined>,
  ): T | null {
    const known = told.get(key);
    if (known?.for === overview) return known.value;
    told.set(key, { for: overview, value: known?.value ?? null });
    read().then(
      (value) => {
        told.set(key, { for: overview, value: value ?? null });
        this.moved.fire();
      },
      (error: unknown) => this.ports.messages.failure(error),
    );
    return known?.value ?? null;
  }
}
