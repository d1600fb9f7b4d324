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
}

export const DEFAULT_SWITCHES: Readonly<Vsa10Switches> = {
  pageCeiling: 5000,
  requestsPerHour: 3600,
  organizations: null,
  lacks: [],
};
