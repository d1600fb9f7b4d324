/** The vendor allows 1500 calls an hour for each verb and route template; the rest is left to other integrations. */
export const CALLS_PER_HOUR = 1400;

/** Length of the window in which BMS counts, in milliseconds. */
export const HOUR_MS = 3_600_000;
