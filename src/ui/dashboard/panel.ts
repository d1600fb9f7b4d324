/** The panel "Dashboard": health as charts, each part leading to its records or its run. */

import { commands, EventEmitter, l10n, window } from 'vscode';
import { Failure } from '../../engine/failure';
import { healthOf } from '../../engine/health';
import type { RunEntry } from '../../engine/history';
import type { IdentityId, Kind, MatchStatus, RecordKey } from '../../engine/model';
import { KINDS, keyOf, membersOf, refOf } from '../../engine/model';
import type { Overview } from '../../engine/overview';
import { Owner } from '../../host/disposal';
import { listed } from '../../host/told';
import { inOneLine } from '../../text/shown';
import { RESULT_WORDS } from '../../text/words';
import { instant } from '../instant';
import type { PanelSpec } from '../panel/host';
import { notReady } from '../state/readiness';
import type { SyncState } from '../state/state';
import { isScanned, type Snapshot } from '../state/view';
import type { StatusFilter } from '../trees/records/filter';
import type { SystemsView } from '../trees/records/register';
import { KIND_TITLES, SHORT_TITLES } from '../words';
import { leadOf, narrowed, recordsBehind, sectionsOf, statusesBehind } from './model';
import { type SaidOfDashboard, type ShownDashboard, saidShape } from './protocol';

export interface DashboardPorts {
  readonly state: SyncState;
  readonly systems: Pick<SystemsView, 'reveal' | 'drawn'>;
  readonly filter: Pick<StatusFilter, 'set'>;
  readonly history: {
    entries(): Promise<readonly RunEntry[]>;
    reveal(run: string): Promise<boolean>;
  };
  readonly commands: { readonly sync: string; readonly configure: string };
}

export class DashboardPanel extends Owner implements PanelSpec<ShownDashboard, SaidOfDashboard> {
  readonly name = 'dashboard';
  readonly said = saidShape;
  readonly icon = 'media/dashboard.svg';
  readonly single = true;
  private readonly moved = this.own(new EventEmitter<void>());
  readonly changed = this.moved.event;
  private runs: readonly RunEntry[] | null = null;
  private runsFailure = '';
  /** Of which records the charts are; all when null. */
  private kind: Kind | null = null;
  /** The overview that the runs were read for. */
  private readFor: Overview | null = null;

  constructor(private readonly ports: DashboardPorts) {
    super();
    let before: Snapshot = ports.state.snapshot;
    this.own(
      ports.state.onDidChange((snapshot) => {
        const same = snapshot.overview === before.overview && snapshot.loadFailure === before.loadFailure;
        const still = snapshot.readiness === before.readiness && snapshot.failure === before.failure;
        before = snapshot;
        if (!same || !still) this.moved.fire();
      }),
    );
    void ports.state.load();
  }

  title(): string {
    return l10n.t('Dashboard');
  }

  shown(): ShownDashboard {
    const { snapshot } = this.ports.state;
    const { readiness, overview, loadFailure, failure } = snapshot;
    const told = { title: l10n.t('Health'), kind: this.kind, kinds: [], sections: [] };
    if (readiness !== 'ready') {
      const configure = { act: 'configure' as const, label: l10n.t('Configure Connections…') };
      const act = readiness === 'notConfigured' ? configure : null;
      return { ...told, state: 'never', lead: wordsOf(notReady(readiness)), act };
    }
    const retry = { act: 'retry' as const, label: l10n.t('Try Again') };
    const sync = { act: 'sync' as const, label: l10n.t('Sync Now') };
    if (loadFailure) {
      const lead = l10n.t('What is known could not be read: {0}', wordsOf(loadFailure));
      return { ...told, state: 'failed', lead, act: retry };
    }
    if (!overview) return { ...told, state: 'loading', lead: l10n.t('Reading what is known…'), act: null };
    if (!isScanned(overview)) {
      if (failure) {
        const lead =
          failure.reason === 'guard'
            ? l10n.t('A guard stopped the first sync: {0}', wordsOf(failure))
            : l10n.t('The first sync failed: {0}', wordsOf(failure));
        return { ...told, state: 'failed', lead, act: sync };
      }
      const lead = l10n.t(
        'Nothing has been synced yet. The first sync reads the systems and draws the charts.',
      );
      return { ...told, state: 'never', lead, act: sync };
    }
    this.read(overview);
    const activity = { runs: this.runs, failure: this.runsFailure, day };
    const last = overview.lastRun;
    const when = last
      ? ` ${l10n.t('Last run: {0} ({1}).', instant(last.endedAt), RESULT_WORDS[last.result])}`
      : '';
    const shown = narrowed(overview, this.kind);
    const sections = [...sectionsOf(shown, activity, instant)];
    const kinds = [null, ...KINDS].map((kind) => ({
      kind,
      label: kind ? KIND_TITLES[kind] : l10n.t('All kinds'),
    }));
    return { ...told, kinds, state: 'known', lead: `${leadOf(shown)}${when}`, act: null, sections };
  }

  async heard(said: SaidOfDashboard): Promise<void> {
    const { state, history, commands: ids } = this.ports;
    if (said.type === 'act') {
      if (said.act === 'retry') await state.reload();
      else await commands.executeCommand(ids[said.act]);
      return;
    }
    if (said.type === 'kind') {
      const same = this.kind === said.kind;
      this.kind = said.kind;
      if (!same) this.moved.fire();
      return;
    }
    if (said.type === 'run') {
      if (await history.reveal(said.run)) return;
      throw new Failure('stale', 'The journal of this run is not kept any more.', {
        remedy: 'The History view lists the runs that are.',
      });
    }
    const { overview } = state.snapshot;
    if (!overview) throw gone();
    if (said.type === 'client') return this.revealClient(overview, said.identity);
    if (said.type === 'serials') return this.pickSerial(overview, said.identity);
    await this.revealFirst(recordsBehind(narrowed(overview, this.kind), said), statusesBehind(said));
  }

  /** Narrows the Systems view to the statuses and goes to the first of the records. */
  private async revealFirst(
    keys: readonly RecordKey[],
    statuses: readonly MatchStatus[] | null,
  ): Promise<void> {
    const { systems, filter } = this.ports;
    const [first] = keys;
    if (!first) throw gone();
    await filter.set(statuses);
    await systems.drawn();
    if (!(await systems.reveal(first))) throw gone();
  }

  private async revealClient(overview: Overview, id: IdentityId): Promise<void> {
    const identity = overview.identities.get(id);
    const keys = identity ? membersOf(identity).map(keyOf) : [];
    // A filter that lets the client through stays.
    for (const key of keys) if (await this.ports.systems.reveal(key)) return;
    await this.revealFirst(keys, null);
  }

  private async pickSerial(overview: Overview, id: IdentityId): Promise<void> {
    const client = healthOf(overview).find(({ identity }) => identity === id);
    const items = (client?.placeholders ?? []).flatMap((key) => {
      const record = overview.records.get(key);
      const description = SHORT_TITLES[refOf(key).system];
      return record
        ? [{ key, label: record.name, description, detail: String(record.fields.serialNumber ?? '') }]
        : [];
    });
    if (items.length === 0) throw gone();
    const title = l10n.t('Placeholder Serial Numbers of {0}', inOneLine(client?.name ?? ''));
    const options = { title, matchOnDescription: true, matchOnDetail: true };
    const chosen = await window.showQuickPick(items.map(listed), options);
    if (chosen && !(await this.ports.systems.reveal(chosen.key))) await this.revealFirst([chosen.key], null);
  }

  /** Journals are read from disk: once for each overview, after which the charts are drawn again. */
  private read(overview: Overview): void {
    if (this.readFor === overview) return;
    this.readFor = overview;
    this.ports.history.entries().then(
      (runs) => this.know(runs, ''),
      (error: unknown) =>
        this.know(null, l10n.t('The history could not be read: {0}', wordsOf(Failure.from(error)))),
    );
  }

  private know(runs: readonly RunEntry[] | null, failure: string): void {
    [this.runs, this.runsFailure] = [runs, failure];
    this.moved.fire();
  }
}

const wordsOf = ({ message, remedy }: Failure): string => [message, remedy].filter(Boolean).join(' ');

/** `2026-01-05` in the time zone of the reader. */
function day(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? iso
    : `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}

const gone = (): Failure =>
  new Failure('stale', 'What the chart showed is not so any more.', {
    remedy: 'The dashboard shows what is known now; try again there.',
  });
