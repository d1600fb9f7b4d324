/** Faults that a person or a test orders for the next requests to a simulated product. */
import * as z from 'zod';
import { PRODUCTS, type Product } from '../fleet/model';

/**
 * What a faulty request gets: an HTTP status in the product's own error shape, `0` for a connection that is cut, `html`
 * for a page with status 200 where JSON was due, `truncate` for the true answer cut in half, `slow` for the true answer
 * after `delay`.
 */
const STATUS_HELP =
  'must be an HTTP status from 300 to 599, 0 (cut the connection), "html", "truncate" or "slow"';
const statusSchema = z
  .union([z.int(), z.enum(['html', 'truncate', 'slow'])], STATUS_HELP)
  .refine(
    (status) => typeof status === 'string' || status === 0 || (status >= 300 && status <= 599),
    STATUS_HELP,
  );

export const faultSchema = z
  .strictObject({
    /** The product it concerns; any where absent. */
    system: z.enum(PRODUCTS).optional(),
    status: statusSchema,
    /** How many requests it spoils. */
    times: z.int().min(1).max(1_000_000).default(1),
    /** `METHOD /route/template` or its beginning, or any part of the path with its query. */
    match: z.string().min(1).optional(),
    /** Seconds, sent as `Retry-After`. */
    retryAfter: z.int().min(0).optional(),
    /** Milliseconds before the answer. */
    delay: z.int().min(0).max(600_000).default(0),
    /** The product does what was asked, and only its answer is lost. */
    afterActing: z.boolean().default(false),
  })
  .refine((fault) => fault.status !== 'slow' || fault.delay > 0, {
    path: ['delay'],
    message: 'must be given in milliseconds where status is "slow"',
  })
  .refine(
    (fault) => fault.retryAfter === undefined || (typeof fault.status === 'number' && fault.status !== 0),
    {
      path: ['retryAfter'],
      message: 'goes with an HTTP status only',
    },
  );

export type FaultOrder = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;

/** The request as far as a fault's `match` looks at it. */
export interface Asked {
  readonly product: Product;
  readonly method: string;
  /** `/v2/crm/accounts/{id}` */
  readonly template: string;
  /** `/v2/crm/accounts/17?x=1` */
  readonly path: string;
}

export function concerns(fault: Fault, asked: Asked): boolean {
  if (fault.system !== undefined && fault.system !== asked.product) return false;
  if (fault.match === undefined) return true;
  return `${asked.method} ${asked.template}`.startsWith(fault.match) || asked.path.includes(fault.match);
}
