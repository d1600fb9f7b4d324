/**
 * The only place that speaks HTTP: one policy for all three systems. Encrypted origins only, no redirects, verified
 * certificates, bounded answers, bounded concurrency, bounded retries, no secret in any error or log.
 */
import PQueue from 'p-queue';
import { Failure } from '../engine/failure';
import { SYSTEM_TITLES } from '../engine/model';
import { checkedBase, fillRoute, queryText } from './http/address';
import { plainWords, readBody } from './http/body';
import { type Budget, createBudget, type Waiting } from './http/budget';
import {
  bodyMishap,
  cancelledFailure,
  type Mishap,
  pausedFailure,
  statusMishap,
  type Told,
  waitedFailure,
} from './http/failures';
import type { Authorize, Http, HttpAnswer, HttpCall, HttpOptions } from './http/model';
import { redact, secretsOf } from './http/redact';
import { BACKOFF, type Backoff, backoffMs, retryAfterMs, WRITE_WAITS_MS } from './http/retry';
import { linkSignals } from './http/signals';
import { createWire, type RawAnswer } from './http/wire';

/** Callers that wait for the same room come one after another: what they would say again within this time is said. */
const ANNOUNCE_AGAIN_MS = 60_000;

export function createHttp(options: HttpOptions): Http {
  const { system, clock, log } = options;
  const base = checkedBase(system, options.baseUrl);
  const backoff: Backoff = { ...BACKOFF, ...options.backoff };
  const budget = createBudget({
    limit: options.budget,
    clock,
    ledger: options.ledger,
    waiting: createPatience(options, backoff.maxMs),
  });
  const queue = new PQueue({ concurrency: options.concurrency });
  const renewal = createRenewal(options.authorize);
  const wire = createWire(options);
  const closing = new AbortController();
  let skew: number | null = null;

  /** `began`: when the caller first wanted it. */
  async function attempt(
    call: HttpCall,
    signal: AbortSignal,
    told: Told,
    began: number,
  ): Promise<HttpAnswer | Mishap> {
    await budget.take(told.endpoint, signal);
    const authorization = call.anonymous ? {} : await options.authorize.headers(signal);
    const headers = { ...options.headers, ...authorization, ...call.headers };
    const secrets = secretsOf(authorization, call.headers ?? {}, call.form ?? {});
    const url = `${base.origin}${base.pathname === '/' ? '' : base.pathname}${fillRoute(call.route, call.path)}${queryText(call.query)}`;
    const started = clock.now();
    const answer = await queue.add(() => {
      signal.throwIfAborted();
      expectInTime(call, told, clock.now() - began);
      return wire.send(call, url, headers, signal, told);
    });
    if (!('failure' in answer)) skew = skewOf(answer.headers.date, clock.now()) ?? skew;
    const status = 'failure' in answer ? answer.failure.reason : answer.status;
    log.debug(`${told.endpoint}: ${status}`, { ms: clock.now() - started });
    return 'failure' in answer ? answer : judge(options, answer, secrets, told);
  }

  async function persist(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
    const endpoint = `${call.method} ${call.route}`;
    const told: Told = { system, host: base.host, endpoint, write: call.retry === 'write' };
    const began = clock.now();
    let renewed = false;
    for (let attempts = 1; ; attempts++) {
      const seen = renewal.generation();
      const answer = await attempt(call, signal, told, began);
      if (!('failure' in answer)) return answer;
      const { failure } = answer;
      if (failure.reason === 'credentials' && !call.anonymous && !renewed) {
        renewed = true;
        // Others may be waiting for the same renewal, so it does not end with this call.
        if (await renewal.renew(seen, closing.signal)) continue;
      }
      const wait = waitAfter(answer, told.write, attempts, backoff, options.random);
      if (wait === null) {
        // Whoever comes next, in this process or a later one, need not ask to hear the same.
        if (failure.retryAfterMs) budget.pauseUntil(endpoint, clock.now() + failure.retryAfterMs);
        throw failure;
      }
      if (failure.reason === 'rate-limited') budget.pauseUntil(endpoint, clock.now() + wait);
      log.warn(`${failure.message} Trying again in ${Math.ceil(wait / 1000)} s.`, { attempts });
      await clock.sleep(wait, signal);
    }
  }

  return {
    async request(call) {
      const linked = linkSignals(call.signal, closing.signal);
      try {
        linked.signal.throwIfAborted();
        await budget.open();
        return await persist(call, linked.signal);
      } catch (error) {
        if (linked.signal.aborted && !Failure.is(error)) throw cancelledFailure(system, false);
        throw error;
      } finally {
        linked.release();
      }
    },
    ...allowancesOf(budget),
    skew: () => skew,
    theirTime: (ours) => ours + (skew ?? 0),
    dispose() {
      closing.abort();
      wire.close();
    },
  };
}

/** What stands there may have changed meanwhile. Signing in rests on nothing, and the rest of a write on its beginning. */
function expectInTime(
  { anonymous, goesOn }: HttpCall,
  { write, system, endpoint }: Told,
  waited: number,
): void {
  if (write && !anonymous && !goesOn && waited > WRITE_WAITS_MS)
    throw waitedFailure(system, endpoint, waited);
}

/** Milliseconds to wait before the next attempt, or null when this was the last. */
function waitAfter(
  { failure, transient }: Mishap,
  write: boolean,
  attempts: number,
  backoff: Backoff,
  random: () => number,
): number | null {
  const refused = failure.reason === 'rate-limited';
  if (!transient || attempts >= backoff.attempts || (write && !refused)) return null;
  const first = refused ? backoff.rateLimitedFirstMs : backoff.firstMs;
  const wait = failure.retryAfterMs ?? backoffMs(first, attempts, backoff.maxMs, random);
  return wait > backoff.maxMs ? null : wait;
}

/** The budget by verb and route template. */
function allowancesOf(budget: Budget): Pick<Http, 'remaining' | 'freeAt' | 'lastAt' | 'spent' | 'restore'> {
  return {
    remaining: (method, route) => budget.remaining(`${method} ${route}`),
    freeAt: (method, route, count) => budget.freeAt(`${method} ${route}`, count),
    lastAt: (method, route, count) => budget.lastAt(`${method} ${route}`, count),
    spent: budget.spent,
    restore: budget.restore,
  };
}

/** A long pause that the server asked for is the caller's to plan with; room in an allowance is waited for, and told once. */
function createPatience({ system, clock, log }: HttpOptions, longest: number): Waiting {
  const announced = new Map<string, number>();
  return (endpoint, ms, why) => {
    const until = clock.now() + ms;
    if (why === 'pause' && ms > longest) throw pausedFailure(system, endpoint, ms, until);
    if (why === 'pause' || (announced.get(endpoint) ?? 0) >= until - ANNOUNCE_AGAIN_MS) return;
    announced.set(endpoint, until);
    log.warn(
      `${SYSTEM_TITLES[system]} allows no more calls of ${endpoint} until ${new Date(until).toISOString()}: waiting. It can be cancelled.`,
    );
  };
}

/** A `Date` header is to the second. */
function skewOf(date: string | undefined, now: number): number | null {
  const theirs = Date.parse(date ?? '');
  return Number.isNaN(theirs) ? null : theirs - now;
}

/** What an answer that did come means. */
function judge(
  options: HttpOptions,
  raw: RawAnswer,
  secrets: readonly string[],
  told: Told,
): HttpAnswer | Mishap {
  const type = raw.headers['content-type'] ?? '';
  const read = readBody(raw.text, type, options.parse ?? JSON.parse);
  const body = 'value' in read ? read.value : undefined;
  const status = options.statusOf?.(raw.status, body) ?? raw.status;
  if (status < 200 || status >= 300) {
    const words = options.wordsOf?.(body) ?? plainWords(raw.text);
    const wait = retryAfterMs(raw.headers['retry-after'], options.clock.now());
    return statusMishap(status, redact(words, secrets), wait, told);
  }
  if ('fault' in read) return bodyMishap(read.fault, raw.status, type, told);
  return { status, headers: raw.headers, body };
}

/** One renewal for all calls that failed on the same credentials: those that come late find it done. */
function createRenewal(authorize: Authorize) {
  let generation = 0;
  let running: Promise<boolean> | null = null;
  return {
    generation: (): number => generation,
    async renew(seen: number, signal: AbortSignal): Promise<boolean> {
      if (seen !== generation) return true;
      if (!authorize.renew) return false;
      running ??= authorize.renew(signal).finally(() => {
        running = null;
      });
      const good = await running;
      if (good && seen === generation) generation++;
      return good;
    },
  };
}
