/** How often each server was called lately, across restarts and programs: one small file, replaced whole. */
import * as z from 'zod';
import type { Clock, Ledger, Spending } from '../engine/ports';
import { type Damage, JsonFile } from './json-file';
import { VERSION } from './shape';

/** Calls that fell into one slice of the window: its first instant, and how many. */
const slices = z.array(z.tuple([z.number(), z.number()]));
const accountShape = z.object({
  /** Length of the window in milliseconds. */
  per: z.number(),
  calls: z.record(z.string(), slices),
  pauses: z.record(z.string(), z.number()),
});
type Account = z.infer<typeof accountShape>;
const budgetsShape = z.object({
  version: z.literal(VERSION),
  accounts: z.record(z.string(), accountShape),
});

/** Slices of a window on disk: the file stays small however many calls there were. */
const SLICES = 60;
/**
 * Milliseconds between two writes of the file. What a kill forgets is less than the part of the allowance that is left
 * to others anyway.
 */
const PACE_MS = 2_000;

export interface BudgetBookOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly onDamage: (damage: Damage) => void;
  /** Told when the file cannot be written: the work goes on, only the count would not outlive it. */
  readonly onTrouble: (error: unknown) => void;
}

/** Books of one program on the same file write one after the other. */
const turns = new Map<string, Promise<void>>();

/** What this program added and has not written yet. */
interface News {
  readonly calls: Map<string, number[]>;
  readonly pauses: Map<string, number>;
  readonly per: number;
}

export class BudgetBook {
  private readonly file: JsonFile<z.infer<typeof budgetsShape>>;
  private readonly news = new Map<string, News>();
  private writtenAt = Number.NEGATIVE_INFINITY;
  private queued = false;

  constructor(private readonly options: BudgetBookOptions) {
    const { path, onDamage } = options;
    this.file = new JsonFile({
      path,
      shape: budgetsShape,
      empty: { version: VERSION, accounts: {} },
      onDamage,
    });
  }

  /** `account` names the server and who we are there; `per` is the length of its window in milliseconds. */
  for(account: string, per: number): Ledger {
    const news: News = { calls: new Map(), pauses: new Map(), per };
    this.news.set(account, news);
    return {
      read: async () => spendingOf((await this.file.read()).accounts[account], this.options.clock.now()),
      spend: (endpoint, instant) => {
        const calls = news.calls.get(endpoint) ?? [];
        calls.push(instant);
        news.calls.set(endpoint, calls);
        if (this.options.clock.now() - this.writtenAt >= PACE_MS) this.write();
      },
      pause: (endpoint, until) => {
        news.pauses.set(endpoint, Math.max(until, news.pauses.get(endpoint) ?? 0));
        this.write();
      },
    };
  }

  /** Resolves when all that was told is safe on disk. */
  async flush(): Promise<void> {
    this.write();
    await turns.get(this.options.path);
  }

  private write(): void {
    if (this.queued) return;
    this.queued = true;
    this.writtenAt = this.options.clock.now();
    const { path, onTrouble } = this.options;
    const turn = (turns.get(path) ?? Promise.resolve()).then(() => this.writeNow()).catch(onTrouble);
    turns.set(path, turn);
  }

  /** Adds what is new to what stands there: another program counts in the same file. */
  private async writeNow(): Promise<void> {
    this.queued = false;
    const taken = [...this.news].flatMap(([account, news]) => {
      if (news.calls.size + news.pauses.size === 0) return [];
      const took = { per: news.per, calls: new Map(news.calls), pauses: new Map(news.pauses) };
      news.calls.clear();
      news.pauses.clear();
      return [[account, took] as const];
    });
    if (taken.length === 0) return;
    const { accounts } = await this.file.read();
    const now = this.options.clock.now();
    const next: Record<string, Account> = {};
    for (const [name, account] of Object.entries(accounts)) {
      const kept = pruned(account, now);
      if (kept) next[name] = kept;
    }
    for (const [name, news] of taken) next[name] = withNews(next[name], news);
    await this.file.write({ version: VERSION, accounts: next });
  }
}

/** Each call counts from the end of its slice: rather a little too long than too short. */
function spendingOf(account: Account | undefined, now: number): Spending {
  if (!account) return { calls: {}, pauses: {} };
  const length = account.per / SLICES;
  const calls = Object.entries(account.calls).map(([endpoint, held]) => {
    const past = held.filter(([start]) => start <= now);
    const instants = past.flatMap(([start, count]) =>
      Array.from({ length: count }, () => Math.min(now, start + length)),
    );
    return [endpoint, instants] as const;
  });
  return { calls: Object.fromEntries(calls), pauses: account.pauses };
}

/** Without what has left the window, and what a clock that was set back left in the future; null where nothing remains. */
function pruned(account: Account, now: number): Account | null {
  const length = account.per / SLICES;
  const calls = Object.entries(account.calls).flatMap(([endpoint, held]) => {
    const kept = held.filter(([start]) => start + length > now - account.per && start <= now);
    return kept.length > 0 ? [[endpoint, kept] as const] : [];
  });
  const pauses = Object.entries(account.pauses).filter(([, until]) => until > now);
  if (calls.length + pauses.length === 0) return null;
  return { per: account.per, calls: Object.fromEntries(calls), pauses: Object.fromEntries(pauses) };
}

function withNews(account: Account | undefined, news: News): Account {
  const length = news.per / SLICES;
  const calls: Record<string, [number, number][]> = { ...account?.calls };
  for (const [endpoint, instants] of news.calls) {
    const counts = new Map(calls[endpoint]);
    for (const instant of instants) {
      const start = Math.floor(instant / length) * length;
      counts.set(start, (counts.get(start) ?? 0) + 1);
    }
    calls[endpoint] = [...counts].sort(([a], [b]) => a - b);
  }
  const pauses = { ...account?.pauses };
  for (const [endpoint, until] of news.pauses) pauses[endpoint] = Math.max(until, pauses[endpoint] ?? 0);
  return { per: news.per, calls, pauses };
}
