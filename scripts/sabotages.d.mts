export interface Sabotage {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The seed that last found it. */
  readonly seed?: number;
  /** Tried in every run of all tests. */
  readonly quick?: true;
}
export const SABOTAGES: readonly Sabotage[];
