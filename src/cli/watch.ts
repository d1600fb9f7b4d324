/** `msp-sync watch`: syncs by itself, as a service or in a container; with `--once`, one run of that for cron. */
import { type Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../clock';
import { Failure } from '../engine/failure';
import { ExpiryWatch } from '../engine/follow/expiry';
import { Follower } from '../engine/follow/follower';
import { type Gist, gistOf } from '../engine/follow/run-end';
import { runnerOf } from '../engine/follow/runner';
import { type RunEnd, type Schedule, startsAt, type Timetable, type Told } from '../engine/follow/schedule';
import type { Progress } from '../engine/ports';
import type { Session } from '../engine/session';
import type { AutomaticSettings } from '../settings/read';
import { gistText } from '../text/follow';
import { type Context, contextOf, EXIT, sessionIn, settingsIn } from './context';
import { asJson, forTerminal } from './terminal';

interface WatchOptions {
  readonly once: boolean;
  readonly interval?: number;
  readonly whole: boolean;
}

const SILENT: Progress = { report: () => undefined };

export function registerWatch(program: Command): void {
  program
    .command('watch')
    .description('sync by itself, again and again, within what mspSync.automatic.write allows')
    .option(
      '--once',
      'one such run, for cron: exits with 3 when changes wait, with 4 when decisions do',
      false,
    )
    .option('--interval <minutes>', 'instead of mspSync.automatic.intervalMinutes', minutes)
    .option('--whole', 'read all that is visible in each run, not what changed', false)
    .action(async (options: WatchOptions, command: Command) => {
      const context = contextOf(command);
      if (options.once) await once(context, options);
      else await new Watch(context, options).run();
    });
}

function minutes(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1440) return value;
  throw new InvalidArgumentError('Give whole minutes from 1 to 1440.');
}

async function once(context: Context, { whole }: WatchOptions): Promise<void> {
  const { automatic } = await settingsIn(context.folder);
  const session = await sessionIn(context);
  try {
    const { progress, signal } = context;
    const { unasked } = automatic;
    const reading = whole ? ('whole' as const) : ('changes' as const);
    const followed = await session.follow({ progress, signal, unasked, reading });
    progress.stop();
    const gist = gistOf(followed);
    context.answer({ run: followed.report.run, ...gist });
    if (!context.json) context.say(capital(`${gistText(gist)}.`));
    if (signal.aborted) throw new Failure('cancelled', 'Stopped before everything was written.');
    process.exitCode = exitCodeOf(gist);
  } finally {
    context.progress.stop();
    session.dispose();
  }
}

/** Failed writes end with 1, changes that wait for approval with 3, decisions that a person owes with 4. */
function exitCodeOf({ outcomes, waiting, decisions }: Gist): number {
  const failed = Object.keys(outcomes).some((type) => type !== 'done' && type !== 'unchanged');
  if (failed) return EXIT.failed;
  if (decisions > 0) return EXIT.decisions;
  return waiting > 0 ? EXIT.waiting : EXIT.done;
}

const minuteOfDay = (instant: number): number => {
  const at = new Date(instant);
  return at.getHours() * 60 + at.getMinutes();
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

class Watch {
  private automatic: AutomaticSettings | null = null;
  private session: Session | null = null;
  private follower: Follower | null = null;
  private gist: Gist | null = null;
  private renewing: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: Context,
    private readonly options: WatchOptions,
  ) {}

  async run(): Promise<void> {
    await this.open();
    const session = this.session;
    if (!session) return;
    const { lastRun } = await session.followed();
    const lastRunAt = lastRun?.result === 'done' ? Date.parse(lastRun.endedAt) : null;
    const run = runnerOf({
      clock: systemClock,
      use: (work) => this.use(work),
      progress: SILENT,
      rules: () => ({ unasked: this.settings.unasked, intervalMs: this.timetable().intervalMs }),
      reading: this.options.whole ? 'whole' : 'changes',
      began: (why) => this.line('began', { why }, 'Sync begins.'),
      ended: (end, gist, id) => {
        this.ended(end, gist, id);
        if (end.type === 'done') void expiry.lookOnceADay();
      },
    });
    const expiry = new ExpiryWatch({
      now: () => systemClock.now(),
      check: async () => (await this.use((it) => it.check(this.context.signal))).checks,
      tell: (message) => this.line('expiring', { message }, message),
      // Stopped while it looked: that is no news.
      failed: (error) =>
        this.context.signal.aborted ||
        this.line(
          'not-checked',
          { message: Failure.from(error).message },
          'The daily check of the connections failed.',
        ),
    });
    const follower = new Follower(
      {
        clock: systemClock,
        run,
        tell: (told) => this.tell(told),
        changed: (schedule) => this.health(schedule),
      },
      this.timetable(),
      { lastRunAt },
    );
    this.follower = follower;
    const hangUp = () => void this.renew();
    const stop = () => follower.send({ type: 'stop' });
    process.on('SIGHUP', hangUp);
    this.context.signal.addEventListener('abort', stop, { once: true });
    if (this.context.signal.aborted) stop();
    try {
      await follower.follow();
    } finally {
      process.removeListener('SIGHUP', hangUp);
      this.session?.dispose();
      this.line('stopped', {}, 'Stopped.');
    }
  }

  private get settings(): AutomaticSettings {
    if (!this.automatic) throw new Failure('internal', 'The settings have not been read.');
    return this.automatic;
  }

  private timetable(): Timetable {
    const { intervalMs, quiet } = this.settings;
    const { interval } = this.options;
    return { intervalMs: interval === undefined ? intervalMs : interval * 60_000, quiet, minuteOfDay };
  }

  private async open(): Promise<void> {
    const { automatic } = await settingsIn(this.context.folder);
    const session = await sessionIn(this.context);
    this.session?.dispose();
    this.automatic = automatic;
    this.session = session;
  }

  private async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    await this.renewing;
    if (!this.session) throw new Failure('internal', 'There is no session.');
    return work(this.session);
  }

  /** A hang-up asks to read the settings again and to sync now. The run under way ends first. */
  private async renew(): Promise<void> {
    const follower = this.follower;
    if (!follower) return;
    if (follower.current.running) {
      this.line('busy', {}, 'A sync is under way: the settings are read again with the next hang-up.');
      return;
    }
    this.renewing = this.open().then(
      () => {
        this.line('settings', {}, 'The settings were read again.');
        follower.retime(this.timetable());
      },
      (error: unknown) => {
        const { message } = Failure.from(error);
        this.line('failed', { message }, `The settings could not be read again: ${message}`);
      },
    );
    await this.renewing;
    follower.send({ type: 'now' });
  }

  private ended(end: RunEnd, gist: Gist | null, run: string | null): void {
    this.gist = gist ?? this.gist;
    if (gist) this.line('synced', { run, ...gist }, `Synced: ${gistText(gist)}.`);
    else if (end.type === 'failed') this.line('not-synced', { ...end }, `Not synced: ${end.message}`);
  }

  private tell(told: Told): void {
    if (told.what === 'recovered')
      this.line('recovered', { after: told.after }, `Works again, after ${told.after} failed attempts.`);
    else this.line('failed', { reason: told.reason }, 'It is tried again by itself, ever more seldom.');
  }

  private shown = '';

  /** One line that says how things stand, whenever that changed. */
  private health(schedule: Schedule): void {
    if (schedule.running) return;
    const now = Date.now();
    const next = startsAt(schedule, now, this.timetable());
    const ok = schedule.trouble === null;
    const details = {
      ok,
      lastSuccess: iso(schedule.succeededAt),
      next: iso(next),
      failures: schedule.failures,
      trouble: schedule.trouble,
      heldBy: schedule.held,
      waiting: this.gist?.waiting ?? null,
      decisions: this.gist?.decisions ?? null,
    };
    // The same minute is the same news.
    const news = JSON.stringify({ ...details, next: details.next?.slice(0, 16) });
    if (news === this.shown) return;
    this.shown = news;
    const words = [
      ok ? 'Healthy' : `In trouble (${schedule.failures} in a row)`,
      schedule.held ?? '',
      `last success ${details.lastSuccess ?? 'none yet'}`,
      next === null ? 'no next run: quiet hours cover the whole day' : `next run ${details.next}`,
    ];
    this.line('health', details, `${words.filter(Boolean).join('; ')}.`);
  }

  /** One JSON document for each line, or one sentence. */
  private line(event: string, details: object, words: string): void {
    const at = new Date().toISOString();
    const text = this.context.json ? asJson({ at, event, ...details }) : `${at} ${words}`;
    process.stdout.write(`${forTerminal(text)}\n`);
  }
}
