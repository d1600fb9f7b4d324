/** The simulated products as `msp-sync simulate` serves them, for clients that know only the vendors' documents. */
import * as z from 'zod';
import { type RunningProducts, startProducts } from '../../../src/simulators/products';

export const serveProducts = (): Promise<RunningProducts> =>
  startProducts({ seed: 7, organizations: 6, assetsPerOrganization: 24 });

/** Orders faults, turns switches, moves the clock. */
export async function atTheDesk(
  { line }: RunningProducts,
  method: string,
  path: string,
  body?: unknown,
): Promise<void> {
  const answer = await fetch(`${line.control}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}

export const record = z.record(z.string(), z.unknown());
export type Plain = z.infer<typeof record>;

/** An answer as a client holds it. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Plain;
}

export async function got(response: Response): Promise<Got> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const body = isJson ? record.parse(JSON.parse(text)) : {};
  return { status: response.status, headers: response.headers, text, body };
}
