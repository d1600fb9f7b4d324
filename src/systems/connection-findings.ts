/** From a look at the server to findings: name, reachability, TLS and certificate, each told apart. Pure. */
import type { Finding } from '../engine/findings';
import type { SystemName } from '../engine/model';
import { isLoopbackHost } from '../engine/normalize/loopback';
import { dayOf, daysUntil, expiresIn, SOON_DAYS } from './days';
import type { SeenCertificate, Sight, TlsSight } from './http/sight';
import { type Tell, teller } from './preflight';

export interface Circumstances {
  readonly now: number;
  /** Whether an authority is pinned for this connection. */
  readonly pinned: boolean;
}

/** Pure. `host` with its port where it has one. */
export function sightFindings(
  system: SystemName,
  host: string,
  sight: Sight,
  circumstances: Circumstances,
): readonly Finding[] {
  const tell = teller(system);
  const name = host.replace(/:\d+$/, '');
  if (sight.reached === 'nothing') return [nameless(tell, name, sight.code)];
  const bare = /^\[|^[\d.]+$/.test(name) || isLoopbackHost(name);
  const known = bare ? `${name} needs no name server.` : `The name ${name} is known.`;
  const named = tell('dns', 'ok', known);
  if (sight.reached === 'name') return [named, unreached(tell, host, sight.code, sight.addresses)];
  const reached = tell('reachability', 'ok', `${host} answers.`);
  if (sight.reached === 'server') return [named, reached, misspoken(tell, host, sight.code, sight.old)];
  if (sight.tls === null)
    return [
      named,
      reached,
      tell('tls-version', 'ok', 'Not encrypted, which is no harm: it stays on this computer.'),
    ];
  const { tls } = sight;
  return [
    named,
    reached,
    tell('tls-version', 'ok', `${host} speaks ${tls.protocol.replace('TLSv', 'TLS ')}.`),
    ...chainFindings(tell, host, tls, circumstances),
    datesFinding(tell, host, tls.chain, circumstances.now),
    hostFinding(tell, host, tls),
  ];
}

const NOTHING_WORKS = 'Without a connection nothing can be read or written there.';

function nameless(tell: Tell, host: string, code: string): Finding {
  if (code === 'EAI_AGAIN')
    return tell(
      'dns',
      'problem',
      `The name server did not answer when asked for ${host}.`,
      NOTHING_WORKS,
      "Check this computer's network connection and its name server (DNS), then check again.",
    );
  return tell(
    'dns',
    'problem',
    `No name server knows ${host}.`,
    NOTHING_WORKS,
    'Correct the address in the settings if it is mistyped; a name that is known only inside a company network needs that network or its VPN.',
  );
}

const SILENT = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);

function unreached(tell: Tell, host: string, code: string, addresses: readonly string[]): Finding {
  const at = addresses[0] === undefined || host.includes(addresses[0]) ? host : `${host} (${addresses[0]})`;
  if (code === 'ECONNREFUSED')
    return tell(
      'reachability',
      'problem',
      `${at} is there but takes no connection.`,
      NOTHING_WORKS,
      'Check that the server runs and that the port in the address is right.',
    );
  return tell(
    'reachability',
    'problem',
    SILENT.has(code) ? `${at} does not answer.` : `No connection to ${at} could be made (${code}).`,
    NOTHING_WORKS,
    'Check that the server runs, and that a firewall, VPN or allow-list lets this computer reach it.',
  );
}

function misspoken(tell: Tell, host: string, code: string, old: string | null): Finding {
  if (old !== null)
    return tell(
      'tls-version',
      'problem',
      `${host} speaks no newer encryption than ${old === 'TLSv1' ? 'TLS 1.0' : old.replace('TLSv', 'TLS ')}.`,
      'These versions are broken: who listens on the way could read the password. MSP Sync uses TLS 1.2 or newer.',
      'Enable TLS 1.2 and 1.3 on the server, or on the load balancer in front of it.',
    );
  if (/WRONG_VERSION|HTTP_REQUEST|EPROTO|PACKET_LENGTH|RECORD/.test(code))
    return tell(
      'tls-version',
      'problem',
      `${host} answers, but not with encryption (${code}).`,
      'Without it the password would be readable on the way.',
      'Use the port of the https server, usually 443; check that no proxy answers in its place.',
    );
  return tell(
    'tls-version',
    'problem',
    `${host} broke off while the encryption was agreed on (${code}).`,
    NOTHING_WORKS,
    'Check that the server has a certificate for this name and offers TLS 1.2 or newer, and that no firewall looks into the traffic.',
  );
}

const PIN =
  'pin it for this connection: put the path of its PEM file, or its text, into the setting "certificateAuthority" of this system';

/** Of a chain that is out of date nothing more is told than that, unless it can be seen. */
function chainFindings(
  tell: Tell,
  host: string,
  tls: TlsSight,
  { pinned }: Circumstances,
): readonly Finding[] {
  const [own] = tls.chain;
  const dated = /EXPIRED|NOT_YET_VALID/.test(tls.distrust ?? '');
  if (tls.distrust !== null && !dated) return [distrusted(tell, host, tls, pinned)];
  if (dated) return own?.selfIssued && !pinned ? [distrusted(tell, host, tls, pinned)] : [];
  const good = pinned
    ? `The certificate of ${host} comes from the pinned authority.`
    : `The certificate of ${host} comes from ${own?.issuer ?? 'a known authority'} and its chain is complete.`;
  return [tell('certificate-chain', 'ok', good)];
}

function distrusted(tell: Tell, host: string, tls: TlsSight, pinned: boolean): Finding {
  const [own, ...above] = tls.chain;
  const last = tls.chain.at(-1) ?? own;
  const problem = (message: string, why: string, remedy: string) =>
    tell('certificate-chain', 'problem', message, why, remedy);
  const unproven =
    'Without a chain to an authority that is trusted, nobody can tell the server from an impostor.';
  if (tls.distrust === 'CERT_REVOKED')
    return problem(`The certificate of ${host} was revoked.`, unproven, 'Install a new one on the server.');
  if (pinned && last?.selfIssued)
    return problem(
      `The certificate of ${host} comes from ${last.subject}, which is not the pinned authority.`,
      unproven,
      'If the server got a new certificate on purpose, pin the authority of that one; else somebody may be standing in between.',
    );
  if (!own || !last)
    return problem(`${host} shows no certificate.`, unproven, 'Install a certificate on the server.');
  if (own.selfIssued)
    return problem(
      `The certificate of ${host} is self-signed.`,
      `${unproven} The products' own integrations refuse such servers too.`,
      `Install a certificate from a public authority on the server; or, if this server is meant to be so, ${PIN}.`,
    );
  if (last.selfIssued && above.length > 0)
    return problem(
      `The certificate of ${host} comes from ${last.subject}, a private authority that this computer does not know.`,
      unproven,
      `If you know this authority, ${PIN}; else install a certificate from a public one.`,
    );
  return problem(
    `The chain of ${host} is incomplete: the certificate of ${last.issuer}, which issued that of ${last.subject}, is not sent and not known here.`,
    'A browser may fetch the missing intermediate certificate by itself; programs, and the products’ own integrations, do not.',
    tls.namesItsIssuer || pinned
      ? `Install the whole chain on the server: its own certificate followed by that of ${last.issuer}.`
      : `Install the whole chain on the server, with the intermediate certificate of ${last.issuer}; if that is a private authority of yours, ${PIN}.`,
  );
}

/** The certificate that ends first decides, be it the server's or an issuer's. */
function datesFinding(tell: Tell, host: string, chain: readonly SeenCertificate[], now: number): Finding {
  const [first] = [...chain].sort((a, b) => a.until - b.until);
  const early = chain.find(({ from }) => from > now);
  const [own] = chain;
  if (!first || !own) return tell('certificate-dates', 'ok', `The certificate of ${host} has no end.`);
  const which =
    first === own
      ? `The certificate of ${host}`
      : `The certificate of ${first.subject}, in the chain of ${host},`;
  const renew =
    first === own
      ? 'Renew the certificate on the server.'
      : `Install the renewed certificate of ${first.subject} on the server.`;
  if (first.until <= now)
    return tell(
      'certificate-dates',
      'problem',
      `${which} has expired on ${dayOf(first.until)}.`,
      NOTHING_WORKS,
      `${renew} If that date is still to come, this computer's clock is wrong.`,
    );
  if (early)
    return tell(
      'certificate-dates',
      'problem',
      `The certificate of ${early.subject} is not valid before ${dayOf(early.from)}.`,
      NOTHING_WORKS,
      "Check this computer's clock, then the dates of the certificate.",
    );
  if (daysUntil(first.until, now) < SOON_DAYS)
    return tell(
      'certificate-dates',
      'warning',
      `${which} ${expiresIn(first.until, now)}.`,
      'From that day on no sync can reach the server.',
      renew,
    );
  return tell('certificate-dates', 'ok', `The certificate of ${host} is valid until ${dayOf(first.until)}.`);
}

const MOST_NAMES = 4;

function hostFinding(tell: Tell, host: string, { nameFits, names }: TlsSight): Finding {
  if (nameFits) return tell('certificate-host', 'ok', `The certificate was issued for ${host}.`);
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return tell(
    'certificate-host',
    'problem',
    `The certificate of ${host} was issued for ${shown}${more}.`,
    'It proves the identity of another host, so this server may be an impostor.',
    `Use one of these names in the settings if it is the same server; else install a certificate for ${host} there.`,
  );
}
