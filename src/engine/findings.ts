/** What a preflight check tells: one finding per prerequisite, in the words of the person who has to mend it. */
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
}
