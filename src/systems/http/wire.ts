/** The library's edge: one request, one answer or mishap. The library is the heaviest part of starting: loaded on first use. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Failure } from '../../engine/failure';
import { trustIn } from './authority';
import { cancelledFailure, connectionMishap, type Mishap, type Told, timeoutMishap } from './failures';
import type { Carrier, HttpCall, HttpOptions } from './model';
import { linkSignals } from './signals';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const NETWORK: Carrier = {
  adapter: 'http',
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

export function createWire(options: HttpOptions) {
  const { adapter, after } = options.carrier ?? NETWORK;
  const httpAgent = new HttpAgent({ keepAlive: true });
  const secure = createSecureAgents(options.ca);
  const stringify = options.stringify ?? JSON.stringify;

  async function send(
    call: HttpCall,
    url: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    told: Told,
  ): Promise<RawAnswer | Mishap> {
    const { default: axios } = await import('axios');
    const expiry = new AbortController();
    const linked = linkSignals(signal, expiry.signal);
    const callOff = after(options.timeoutMs, () => expiry.abort());
    try {
      const { type, data } = payload(call, headers, stringify);
      const httpsAgent = await secure.agent();
      const answer = await axios.request<string>({
        method: call.method,
        url,
        headers: { Accept: 'application/json', ...headers, ...(type ? { 'Content-Type': type } : {}) },
        ...(data === undefined ? {} : { data }),
        adapter,
        httpAgent,
        httpsAgent,
        proxy: false,
        maxRedirects: 0,
        maxContentLength: options.maxResponseBytes,
        maxBodyLength: Number.POSITIVE_INFINITY,
        responseType: 'text',
        transformRequest: [(text: unknown) => text],
        transformResponse: [(text: unknown) => text],
        validateStatus: () => true,
        signal: linked.signal,
      });
      return { status: answer.status, headers: flatHeaders(answer.headers), text: answer.data };
    } catch (error) {
      if (expiry.signal.aborted) return timeoutMishap(options.timeoutMs, told);
      if (signal.aborted) throw cancelledFailure(options.system, told.write);
      if (Failure.is(error)) return { failure: error, transient: false };
      const mishap = connectionMishap(error, told);
      // The person may be mending the pinned file meanwhile.
      if (mishap.failure.reason === 'tls') secure.forget();
      return mishap;
    } finally {
      callOff();
      linked.release();
    }
  }

  return {
    send,
    close(): void {
      httpAgent.destroy();
      secure.close();
    },
  };
}

/** One agent, made when the pinned authority is first needed. Verification is not left to a process-wide switch. */
function createSecureAgents(ca: HttpOptions['ca']) {
  const all: HttpsAgent[] = [];
  let current: HttpsAgent | null = null;
  return {
    async agent(): Promise<HttpsAgent> {
      if (current) return current;
      const agent = new HttpsAgent({ keepAlive: true, rejectUnauthorized: true, ...trustIn(await ca?.()) });
      all.push(agent);
      current = agent;
      return agent;
    },
    /** The next call reads the authority anew; calls under way go on. */
    forget(): void {
      current = null;
    },
    close(): void {
      for (const agent of all) agent.destroy();
    },
  };
}

function payload(
  call: HttpCall,
  headers: Readonly<Record<string, string>>,
  stringify: (value: unknown) => string,
): { readonly type?: string; readonly data?: string } {
  if (call.form)
    return { type: 'application/x-www-form-urlencoded', data: new URLSearchParams(call.form).toString() };
  if (call.body === undefined) return {};
  return { type: headers['Content-Type'] ?? 'application/json', data: stringify(call.body) };
}

function flatHeaders(headers: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
