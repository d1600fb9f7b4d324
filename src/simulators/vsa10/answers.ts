/** The envelope of VSA 10, and its paging. */
import type { Context } from 'hono';
import { VsaError, type WireRecord } from '../vsa/envelope';
import { type FieldRules, parseFilter, parseOrder } from '../vsa/odata';
import type { Vsa10Switches } from './switches';

/** One record, or the outcome of a write. */
export function one(data: WireRecord): Response {
  return Response.json({ Data: data, Meta: { ResponseCode: 200 } });
}

/** One page, as `$filter`, `$orderby`, `$skip` and `$top` ask; `NextQueryLink` where a page without `$top` was cut. */
export function list(
  context: Context,
  rows: readonly WireRecord[],
  rules: FieldRules,
  switches: Vsa10Switches,
): Response {
  const filter = context.req.query('$filter');
  const orderBy = context.req.query('$orderby');
  const skip = wholeNumber(context, '$skip') ?? 0;
  const top = wholeNumber(context, '$top');
  const kept = filter === undefined ? rows : rows.filter(parseFilter(filter, rules, { longIds: 'suffixed' }));
  const shifted = switches.shiftingRows && skip > 0 ? [...kept.slice(-1), ...kept.slice(0, -1)] : kept;
  const ordered = orderBy === undefined ? shifted : [...kept].sort(parseOrder(orderBy, rules));
  const size = Math.min(top ?? switches.pageCeiling, switches.pageCeiling);
  const end = skip + size;
  const cut = end < kept.length && (top === null || top > switches.pageCeiling);
  const Meta = {
    TotalCount: kept.length,
    NextQueryLink: cut ? linkTo(context.req.url, end) : null,
    ResponseCode: 200,
  };
  return Response.json({ Data: ordered.slice(skip, end), Meta });
}

export function failure(error: VsaError, headers: Record<string, string> = {}): Response {
  const body = { Data: null, Meta: { ResponseCode: error.status, ErrorMessage: error.message } };
  return Response.json(body, { status: error.status, headers });
}

function linkTo(address: string, skip: number): string {
  const url = new URL(address);
  url.searchParams.set('$skip', String(skip));
  return url.href;
}

function wholeNumber(context: Context, option: '$top' | '$skip'): number | null {
  const text = context.req.query(option);
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new VsaError(400, `The value '${text}' for ${option} is not valid.`);
  return Number(text);
}
