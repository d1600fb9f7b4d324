/** Calls of a simulated product without a network. */
import type { Simulator } from '../../src/simulators/simulator';

/** `body` goes as JSON, a text as it is; `type` is sent only with one. */
export async function ask(
  simulator: Pick<Simulator, 'fetch'>,
  method: string,
  url: string,
  {
    body,
    type = 'application/json',
    headers,
  }: {
    readonly body?: unknown;
    readonly type?: string;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<Response> {
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return simulator.fetch(
    new Request(url, {
      method,
      headers: { ...(sent === undefined ? {} : { 'content-type': type }), ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    }),
  );
}
