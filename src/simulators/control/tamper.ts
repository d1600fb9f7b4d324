/** Puts the desk before a simulated product: every request is counted, some are spoilt. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../simulator';
import { cut, isServed } from './cut';
import type { Desk } from './desk';
import type { Fault } from './faults';

export type Handler = (request: Request, env?: unknown) => Promise<Response>;

export function tamper(simulator: Simulator, desk: Desk): Handler {
  return async (request, env) => {
    const { pathname, search } = new URL(request.url);
    const { method } = request;
    const template = simulator.template(method, pathname);
    const fault = desk.receive({
      product: simulator.product,
      method,
      template,
      path: `${pathname}${search}`,
    });
    if (fault === null) return simulator.fetch(request, env);
    const needsAnswer = fault.afterActing || fault.status === 'truncate' || fault.status === 'slow';
    const answer = needsAnswer ? await simulator.fetch(request, env) : null;
    // A server that was stopped meanwhile must not keep the process alive.
    if (fault.delay > 0) await sleep(fault.delay, undefined, { ref: !isServed(env) });
    return spoil(fault, simulator, answer, env);
  };
}

async function spoil(
  fault: Fault,
  simulator: Simulator,
  answer: Response | null,
  env: unknown,
): Promise<Response> {
  const { status } = fault;
  if (status === 0) return cut(env);
  if (status === 'html') return page();
  if (typeof status === 'number') {
    return simulator.refuse(
      status,
      fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) },
    );
  }
  if (answer === null) throw new Error(`A fault with status ${status} needs the true answer.`);
  return status === 'slow' ? answer : half(answer);
}

/** A gateway's page in the place of the product's answer. */
function page(): Response {
  const html =
    '<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body><h1>We will be back soon.</h1></body></html>\n';
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

async function half(answer: Response): Promise<Response> {
  const body = await answer.arrayBuffer();
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  return new Response(body.slice(0, Math.floor(body.byteLength / 2)), { status: answer.status, headers });
}
