/** The closed set of things that can go wrong, each with a stable code, and a remedy fit to read aloud. */
import type { SystemName } from './model';

export const FAILURES = {
  unreachable: { code: 'MSP-101', retry: true },
  timeout: { code: 'MSP-102', retry: true },
  tls: { code: 'MSP-103', retry: false },
  protocol: { code: 'MSP-104', retry: true },
  'server-error': { code: 'MSP-105', retry: true },
  'rate-limited': { code: 'MSP-106', retry: true },
  redirected: { code: 'MSP-107', retry: false },
  credentials: { code: 'MSP-201', retry: false },
  'second-factor': { code: 'MSP-202', retry: false },
  forbidden: { code: 'MSP-203', retry: false },
  'secret-missing': { code: 'MSP-204', retry: false },
  settings: { code: 'MSP-205', retry: false },
  'not-ready': { code: 'MSP-206', retry: false },
  'other-tenant': { code: 'MSP-207', retry: false },
  'secret-storage': { code: 'MSP-208', retry: false },
  'not-found': { code: 'MSP-301', retry: false },
  rejected: { code: 'MSP-302', retry: false },
  locked: { code: 'MSP-303', retry: false },
  incomplete: { code: 'MSP-304', retry: true },
  stale: { code: 'MSP-305', retry: false },
  unsupported: { code: 'MSP-306', retry: false },
  /** A write had to wait so long for its turn that what it was to write over must be looked at again. Nothing was sent. */
  waited: { code: 'MSP-307', retry: true },
  guard: { code: 'MSP-401', retry: false },
  busy: { code: 'MSP-501', retry: true },
  'store-damaged': { code: 'MSP-502', retry: false },
  'store-newer': { code: 'MSP-503', retry: false },
  disk: { code: 'MSP-504', retry: false },
  'port-in-use': { code: 'MSP-505', retry: false },
  usage: { code: 'MSP-601', retry: false },
  cancelled: { code: 'MSP-602', retry: false },
  internal: { code: 'MSP-900', retry: false },
} as const satisfies Record<string, { code: string; retry: boolean }>;

export type FailureReason = keyof typeof FAILURES;

const isReason = (name: string): name is FailureReason => name in FAILURES;

export const FAILURE_REASONS: readonly FailureReason[] = Object.keys(FAILURES).filter(isReason);

export interface FailureDetails {
  readonly system?: SystemName;
  /** What to do next, as a sentence. */
  readonly remedy?: string;
  /** What the server said, already free of secrets. */
  readonly detail?: string;
  /** For `rate-limited`: milliseconds to wait. */
  readonly retryAfterMs?: number;
  readonly status?: number;
  /** For `guard`: the names under which a person may let it go on. */
  readonly guards?: readonly string[];
  /** Whether the server may have acted although no good answer came. */
  readonly mayHaveActed?: boolean;
  readonly cause?: unknown;
}

/** The same in every bundle: the editor's side and the engine may be loaded from two files. */
const BRAND = Symbol.for('msp-sync.failure');

export class Failure extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  override readonly name = 'Failure';
  readonly [BRAND] = true;
  readonly system: SystemName | undefined;
  readonly remedy: string | undefined;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly mayHaveActed: boolean;
  readonly guards: readonly string[];

  constructor(
    readonly reason: FailureReason,
    message: string,
    details: FailureDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.system = details.system;
    this.remedy = details.remedy;
    this.detail = details.detail;
    this.retryAfterMs = details.retryAfterMs;
    this.status = details.status;
    this.mayHaveActed = details.mayHaveActed ?? false;
    this.guards = details.guards ?? [];
  }

  get code(): string {
    return FAILURES[this.reason].code;
  }

  /** Whether the same call may succeed later without anyone changing anything. */
  get passing(): boolean {
    return FAILURES[this.reason].retry;
  }

  static is(error: unknown, ...reasons: FailureReason[]): error is Failure {
    return error instanceof Failure && (reasons.length === 0 || reasons.includes(error.reason));
  }

  /** Any thrown thing as a failure: an abort is a cancellation, what is none of ours is an internal error. */
  static from(error: unknown): Failure {
    if (error instanceof Failure) return error;
    if (error instanceof Error && error.name === 'AbortError') {
      return new Failure('cancelled', 'Cancelled.', { cause: error });
    }
    const message = error instanceof Error ? error.message : String(error);
    return new Failure('internal', message, { cause: error, remedy: 'Please report this with the log.' });
  }
}

/** A look-up that fails too says nothing of the write: what is known of that stands. */
export async function orElse<T>(failure: Failure, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch {
    throw failure;
  }
}
