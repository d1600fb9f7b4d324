/** What went wrong on the wire, in words for the person who has to mend it. */
import { Failure, type FailureReason } from '../../engine/failure';
import { SYSTEM_TITLES, type SystemName } from '../../engine/model';

/** A failed attempt: what it means, and whether asking again soon is worth it. */
export interface Mishap {
  readonly failure: Failure;
  readonly transient: boolean;
}

export interface Told {
  readonly system: SystemName;
  readonly host: string;
  /** `GET /v2/crm/accounts/{id}` */
  readonly endpoint: string;
  readonly write: boolean;
}

const TLS_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  CERT_HAS_EXPIRED: ['has expired', 'Renew the certificate on the server.'],
  CERT_NOT_YET_VALID: ['is not valid yet', "Check this computer's clock and the certificate's dates."],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'is self-signed',
    'Install a certificate from a known authority, or pin this one in the connection settings.',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'comes from a private authority that this computer does not know',
    "Pin the authority's certificate in the connection settings.",
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'was issued for another host name',
    'Use the host name that the certificate was issued for.',
  ],
  CERT_REVOKED: ['was revoked', 'Replace the certificate on the server.'],
};
const UNKNOWN_ISSUER: readonly [string, string] = [
  'comes from an unknown issuer, or its chain is incomplete',
  'Install the full chain with its intermediate certificate on the server, or pin the authority in the connection settings.',
];
const ISSUER_CODES = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

const UNREACHABLE_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no network',
  EADDRNOTAVAIL: 'the address is not available',
};
const REACH_REMEDY =
  'Check the server address in the settings, and that a firewall or proxy lets this computer reach it.';

/** What a connection's error means. Nothing of the request is kept in it: that would keep its secrets. */
export function connectionMishap(error: unknown, told: Told): Mishap {
  const { system, host, endpoint } = told;
  const code = codeOf(error);
  const title = SYSTEM_TITLES[system];
  const tls = TLS_WORDS[code] ?? (ISSUER_CODES.has(code) ? UNKNOWN_ISSUER : undefined);
  if (tls) {
    const [words, remedy] = tls;
    return {
      failure: new Failure('tls', `The certificate of ${host} ${words}.`, { system, remedy, detail: code }),
      transient: false,
    };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    const remedy = 'Check that the address and port speak https with TLS 1.2 or newer.';
    const message = `${host} does not speak TLS as expected.`;
    return { failure: new Failure('tls', message, { system, remedy, detail: code }), transient: false };
  }
  const words = UNREACHABLE_WORDS[code];
  if (words) {
    const message = `${title} at ${host} cannot be reached: ${words}.`;
    const failure = new Failure('unreachable', message, { system, remedy: REACH_REMEDY, detail: code });
    return { failure, transient: code === 'EAI_AGAIN' };
  }
  if (isTooLarge(error)) {
    return {
      failure: new Failure(
        'protocol',
        `${title} sent an answer to ${endpoint} that is larger than allowed.`,
        {
          system,
          remedy: 'Ask for smaller pages, or check that the address is the right server.',
          mayHaveActed: told.write,
        },
      ),
      transient: false,
    };
  }
  const failure = new Failure('unreachable', `The connection to ${title} at ${host} broke off.`, {
    system,
    remedy: 'Try again; if it stays so, look at the network between here and the server.',
    detail: code,
    mayHaveActed: told.write,
  });
  return { failure, transient: true };
}

export function timeoutMishap(ms: number, told: Told): Mishap {
  const message = `${SYSTEM_TITLES[told.system]} at ${told.host} gave no complete answer to ${told.endpoint} within ${ms / 1000} s.`;
  const remedy =
    'Try again later; if it stays so, the server is overloaded or a firewall swallows the connection.';
  const details = { system: told.system, remedy, mayHaveActed: told.write };
  return { failure: new Failure('timeout', message, details), transient: true };
}

export function cancelledFailure(system: SystemName, mayHaveActed: boolean): Failure {
  return new Failure('cancelled', `The call to ${SYSTEM_TITLES[system]} was cancelled.`, {
    system,
    mayHaveActed,
  });
}

/** A success status with a body that is not what was promised. */
export function bodyMishap(what: string, status: number, type: string, told: Told): Mishap {
  const message = `${SYSTEM_TITLES[told.system]} answered ${told.endpoint} with ${what} (HTTP ${status}, content type ${type || 'missing'}).`;
  const failure = new Failure('protocol', message, {
    system: told.system,
    status,
    remedy: `Check that ${told.host} is the API's address; a proxy, a sign-in page or maintenance answers like this.`,
    mayHaveActed: told.write,
  });
  return { failure, transient: true };
}

interface StatusWords {
  readonly reason: FailureReason;
  readonly words: string;
  readonly remedy: string;
}

const TRANSIENT_STATUSES = new Set([429, 502, 503, 504]);

/** A status that is no success. `detail` is the server's text, already redacted. */
export function statusMishap(
  status: number,
  detail: string | undefined,
  retryAfter: number | null,
  told: Told,
): Mishap {
  const { reason, words, remedy } = statusWords(status, told);
  const failure = new Failure(
    reason,
    `${SYSTEM_TITLES[told.system]} ${words} ${told.endpoint} (HTTP ${status}).`,
    {
      system: told.system,
      status,
      remedy: reason === 'rate-limited' && retryAfter !== null ? `${waitText(retryAfter)} ${remedy}` : remedy,
      mayHaveActed: told.write && status >= 500,
      ...(detail ? { detail } : {}),
      ...(reason === 'rate-limited' && retryAfter !== null ? { retryAfterMs: retryAfter } : {}),
    },
  );
  return { failure, transient: TRANSIENT_STATUSES.has(status) };
}

/** How long a server asks to be left alone. */
function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [count, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `Wait ${count} ${unit}${count === 1 ? '' : 's'}.`;
}

function statusWords(status: number, told: Told): StatusWords {
  if (status >= 300 && status < 400)
    return {
      reason: 'redirected',
      words: 'wants to send us elsewhere for',
      remedy: `Enter the address it redirects to yourself, if you trust it: ${told.host} is not the API's own address.`,
    };
  if (status >= 500)
    return {
      reason: 'server-error',
      words: 'failed at',
      remedy: 'Try again later; the fault is on the server.',
    };
  const known: Readonly<Record<number, StatusWords>> = {
    401: {
      reason: 'credentials',
      words: 'did not accept our sign-in for',
      remedy: 'Enter the credentials of this connection again.',
    },
    403: {
      reason: 'forbidden',
      words: 'forbids us',
      remedy: 'Give the integration user the right to this in its role, then check the connection.',
    },
    404: { reason: 'not-found', words: 'knows nothing under', remedy: 'It may have been deleted there.' },
    408: { reason: 'timeout', words: 'waited too long for', remedy: 'Try again later.' },
    423: {
      reason: 'locked',
      words: 'has locked what we want to change with',
      remedy: 'Change it where it is owned.',
    },
    429: {
      reason: 'rate-limited',
      words: 'allows no more calls for now to',
      remedy:
        'Other integrations may use up the same allowance: try again later, or let them run less often.',
    },
  };
  return (
    known[status] ?? {
      reason: 'rejected',
      words: 'refused',
      remedy: 'Look at what it said, and mend the value named there.',
    }
  );
}

/** The system's code of an error, `ECONNREFUSED`; blank where it has none. */
export function codeOf(error: unknown): string {
  for (let at: unknown = error; typeof at === 'object' && at !== null; ) {
    // Axios wraps the system's error; the inner code is the telling one.
    const inner: unknown = 'cause' in at ? at.cause : undefined;
    if (typeof inner === 'object' && inner !== null && 'code' in inner) at = inner;
    else return 'code' in at && typeof at.code === 'string' ? at.code : '';
  }
  return '';
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('maxContentLength');
}

/** The server asked for a pause that is not over; it was not asked again. */
export function pausedFailure(system: SystemName, endpoint: string, ms: number, until: number): Failure {
  return new Failure(
    'rate-limited',
    `${SYSTEM_TITLES[system]} asked to be left alone until ${new Date(until).toISOString()} (${endpoint}).`,
    {
      system,
      retryAfterMs: ms,
      status: 429,
      remedy: 'Run again after that; automatic sync does so by itself. Nothing was sent.',
    },
  );
}

/** A write whose turn came so late that what it was to write over must be looked at again; it was not sent. */
export function waitedFailure(system: SystemName, endpoint: string, ms: number): Failure {
  return new Failure(
    'waited',
    `${SYSTEM_TITLES[system]} had no room for ${endpoint} for ${Math.round(ms / 1000)} s. Nothing was sent.`,
    { system, remedy: 'Run again: what stands there is looked at first.' },
  );
}
