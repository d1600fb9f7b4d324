/** Automatic sync while the editor is open: in a trusted, connected workspace that asks for it, until it is paused. */
import { commands, l10n, type Memento, type WorkspaceFolder } from 'vscode';
import { Failure } from '../../engine/failure';
import { ExpiryWatch } from '../../engine/follow/expiry';
import type { Follower, FollowerPorts } from '../../engine/follow/follower';
import { runnerOf } from '../../engine/follow/runner';
import type { Schedule, Timetable, Told } from '../../engine/follow/schedule';
import type { Clock, Log } from '../../engine/ports';
import { setContext } from '../../host/context';
import { Owner } from '../../host/disposal';
import type { Sessions } from '../../host/sessions';
import type { EditorSettings } from '../../host/settings';
import { showInformation, showWarning } from '../../host/told';
import type { AutomaticSettings } from '../../settings/read';
import { COMMANDS } from '../commands/ids';
import type { SyncState } from '../state/state';
import { automaticOf } from './view';

const PAUSED = 'mspSync.automaticPaused';
/** Opening a window is no moment for work: whoever opened it has other things to do first. */
const DELAY_MS = 30_000;

export interface AutomaticPorts {
  readonly state: SyncState;
  readonly settings: EditorSettings;
  readonly sessions: Sessions;
  readonly memory: Memento;
  readonly log: Log;
  readonly clock: Clock;
  readonly follower: (
    ports: FollowerPorts,
    timetable: Timetable,
    start: { lastRunAt: number | null; delayMs: number; paused: boolean },
  ) => Follower;
}

const minuteOfDay = (instant: number): number => {
  const at = new Date(instant);
  return at.getHours() * 60 + at.getMinutes();
};

export class AutomaticSync extends Owner {
  private current: { readonly follower: Follower; readonly folder: string } | null = null;
  private rules: AutomaticSettings | null = null;
  private approved: boolean | null = null;
  private readonly expiry: ExpiryWatch;
  private generation = 0;

  constructor(private readonly ports: AutomaticPorts) {
    super();
    const { settings, state, clock, log } = ports;
    this.expiry = new ExpiryWatch({
      now: () => clock.now(),
      check: async () => (await state.check(new AbortController().signal)).checks,
      tell: (text) => void showWarning(text),
      failed: (error) =>
        log.warn('The daily check of the connections failed.', { why: Failure.from(error).message }),
    });
    settings.onDidChange((affects) => {
      if (state.folder && affects(state.folder.uri)) void this.renew();
    });
    let shown = this.circumstances();
    this.own(
      state.onDidChange(() => {
        const now = this.circumstances();
        if (now === shown) return;
        shown = now;
        void this.renew();
      }),
    );
    this.own({ dispose: () => this.leave() });
    void this.renew();
  }

  pause(): void {
    void this.ports.memory.update(PAUSED, true);
    this.current?.follower.send({ type: 'pause' });
  }

  resume(): void {
    void this.ports.memory.update(PAUSED, undefined);
    this.current?.follower.send({ type: 'resume' });
  }

  private circumstances(): string {
    const { state } = this.ports;
    return `${state.folder?.uri.toString() ?? ''} ${state.snapshot.readiness}`;
  }

  /** Settings, folder or trust are others now. */
  private async renew(): Promise<void> {
    this.generation += 1;
    const { generation } = this;
    const { state, settings, log } = this.ports;
    const { folder } = state;
    const wanted = folder && state.snapshot.readiness === 'ready' && settings.automatic(folder);
    if (!folder || !wanted) return this.leave();
    try {
      const { automatic } = await settings.read(folder);
      if (generation !== this.generation) return;
      this.rules = automatic;
      if (this.current?.folder === folder.uri.toString())
        return this.current.follower.retime(timetableOf(automatic));
      await this.begin(folder, automatic, generation);
    } catch (error) {
      // Whoever syncs by hand hears of it as a message; here it must not pop up by itself.
      log.error('Automatic sync does not start.', { why: Failure.from(error).message });
      this.leave();
    }
  }

  private async begin(
    folder: WorkspaceFolder,
    automatic: AutomaticSettings,
    generation: number,
  ): Promise<void> {
    const { state, sessions, clock, memory } = this.ports;
    const known = await sessions.use(folder, (session) => session.followed());
    if (generation !== this.generation) return;
    this.leave();
    this.approved = known.approved;
    const run = runnerOf({
      clock,
      use: (work) => work({ follow: (options) => state.follow(options), followed: () => state.followed() }),
      progress: { report: () => undefined },
      rules: () => this.rules ?? automatic,
      ended: (end, gist) => {
        if (gist) this.approved = gist.approved;
        if (end.type === 'done') void this.expiry.lookOnceADay();
      },
    });
    const { lastRun } = known;
    const lastRunAt = lastRun?.result === 'done' ? Date.parse(lastRun.endedAt) : null;
    const follower = this.ports.follower(
      { clock, run, tell: (told) => this.tell(told), changed: (schedule) => this.show(schedule) },
      timetableOf(automatic),
      { lastRunAt, delayMs: DELAY_MS, paused: memory.get(PAUSED) === true },
    );
    this.current = { follower, folder: folder.uri.toString() };
    void follower.follow();
  }

  private leave(): void {
    this.current?.follower.send({ type: 'stop' });
    this.current = null;
    this.ports.state.showAutomatic(null);
    setContext('automatic', undefined);
  }

  private show(schedule: Schedule): void {
    if (!this.rules || schedule.stopping) return;
    const timetable = timetableOf(this.rules);
    this.ports.state.showAutomatic(automaticOf(schedule, this.approved, this.ports.clock.now(), timetable));
    setContext('automatic', schedule.paused ? 'paused' : 'following');
  }

  private tell(told: Told): void {
    if (told.what === 'recovered') {
      void showInformation(l10n.t('Automatic sync works again.'));
      return;
    }
    const check = l10n.t('Check Connections');
    const pause = l10n.t('Pause');
    const text = l10n.t('Automatic sync failed: {0} It is tried again by itself.', told.message);
    void showWarning(text, check, pause).then(async (chosen) => {
      if (chosen === check) await commands.executeCommand(COMMANDS.check);
      if (chosen === pause) await commands.executeCommand(COMMANDS.pauseAutomatic);
    });
  }
}

const timetableOf = ({ intervalMs, quiet }: AutomaticSettings): Timetable => ({
  intervalMs,
  quiet,
  minuteOfDay,
});
