/** Certificates made on the spot: an authority, an intermediate, and servers with each fault. Their keys guard nothing. */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

export interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface Wanted {
  readonly name: string;
  /** DNS names or addresses; none for an authority. */
  readonly hosts?: readonly string[];
  /** Who signs; itself without one. */
  readonly issuer?: Issued;
  readonly authority?: boolean;
  /** Days from now. */
  readonly from?: number;
  readonly until?: number;
}

export async function issue(wanted: Wanted): Promise<Issued> {
  const { name, hosts = [], issuer, authority = false, from = -1, until = 365 } = wanted;
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const at = (days: number): Date => new Date(Date.now() + days * DAY_MS);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomBytes(12).toString('hex').replace(/^./, '1'),
    subject: `CN=${name}`,
    issuer: issuer ? issuer.certificate.subject : `CN=${name}`,
    notBefore: at(from),
    notAfter: at(until),
    publicKey: keys.publicKey,
    signingKey: issuer ? issuer.keys.privateKey : keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(authority, undefined, true),
      ...(hosts.length === 0
        ? []
        : [
            new x509.SubjectAlternativeNameExtension(
              hosts.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value })),
            ),
          ]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate,
    keys,
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  };
}
