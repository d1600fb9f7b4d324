export interface Verdict {
  readonly audited: number | null;
  readonly serious: readonly string[];
  readonly why: string;
}
export declare function verdictOf(output: string): Verdict;
