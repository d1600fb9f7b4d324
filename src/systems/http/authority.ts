/** A pinned authority: the only certificates that a connection trusts, for servers whose own are not from a public one. */
import { X509Certificate } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import { Failure } from '../../engine/failure';

const BLOCK = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** The certificates of a PEM text and nothing else of it. Fails with `settings`, quoting nothing: it may hold a key. */
export function certificatesIn(text: string, setting: string): string {
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) {
    throw new Failure('settings', `${setting} holds no certificate in PEM form.`, {
      remedy:
        'Export the certificate of the authority (not its key) as "Base-64 encoded X.509": it begins with -----BEGIN CERTIFICATE-----.',
    });
  }
  for (const [place, block] of blocks.entries()) {
    if (isCertificate(block)) continue;
    throw new Failure('settings', `Certificate ${place + 1} of ${setting} cannot be read.`, {
      remedy: 'Export it anew as "Base-64 encoded X.509"; the text may have been cut.',
    });
  }
  return `${blocks.join('\n')}\n`;
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).subject !== undefined;
  } catch {
    return false;
  }
}

/** What to trust: the pinned certificates alone, also where they are no root, or what this computer trusts. */
export function trustIn(ca: string | undefined): SecureContextOptions {
  return ca === undefined ? {} : { ca, allowPartialTrustChain: true };
}
