/** What a preflight check tells: one finding per prerequisite, in the words of the person who has to mend it. */
import type { FailureReason } from './failure';
import type { SystemName } from './model';

export interface Finding {
  readonly system: SystemName;
  /** Stable name of the check: `credentials`, `visibility`, `tls`. */
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'problem';
  /** What was seen. */
  readonly message: string;
  /** Why it matters; absent when all is well. */
  readonly why?: string;
  /** What to do. */
  readonly remedy?: string;
  readonly link?: string;
  /** Where a failed call is the finding: of which sort, so that a run which it stops fails in the same way. */
  readonly reason?: FailureReason;
}

/** What the last check of a connection found. */
export interface Checked {
  readonly system: SystemName;
  /** Fingerprint of the connection's settings: what was found says nothing about another connection. */
  readonly connection: string;
  /** ISO instant. */
  readonly at: string;
  readonly findings: readonly Finding[];
}
