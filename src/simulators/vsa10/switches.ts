import * as z from 'zod';

/** Where the VSA 10 documents are silent, or servers differ. Read at each request. */
export interface Vsa10Switches {
  /** The most rows of one answer; more are behind `NextQueryLink`. Documented as 5,000. */
  pageCeiling: number;
  /** Requests in one hour before the answer is 429; null: no limit. Quoted as 3,600 in the standard tier. */
  requestsPerHour: number | null;
  /** Names of the organizations that the token may see; null: all. */
  organizations: readonly string[] | null;
  /** First path parts (`devices`, `assets` ..) that the token lacks the permission for. */
  lacks: readonly string[];
  /** Instant (ISO 8601) from which the token is refused; null: it does not expire. */
  tokenExpiresAt: string | null;
  /** Refuses every request, as the token's IP list does. */
  refuseAddress: boolean;
  /** Whether a 429 says `Retry-After`. */
  retryAfter: boolean;
  /** Rows move between the pages of a listing that names no order. */
  shiftingRows: boolean;
}

const count = z.int().min(0);

/** What a change of switches may hold. */
export const vsa10SwitchesShape = z
  .strictObject({
    pageCeiling: z.int().min(1),
    requestsPerHour: count.nullable(),
    organizations: z.array(z.string()).nullable(),
    lacks: z.array(z.string()),
    tokenExpiresAt: z.iso.datetime().nullable(),
    refuseAddress: z.boolean(),
    retryAfter: z.boolean(),
    shiftingRows: z.boolean(),
  } satisfies Record<keyof Vsa10Switches, z.ZodType>)
  .partial();

export const DEFAULT_SWITCHES: Readonly<Vsa10Switches> = {
  pageCeiling: 5000,
  requestsPerHour: 3600,
  organizations: null,
  lacks: [],
  tokenExpiresAt: null,
  refuseAddress: false,
  retryAfter: false,
  shiftingRows: false,
};
