import { expect, it } from 'vitest';
import type { Finding } from '../../../src/engine/findings';
import { newlyExpiring } from '../../../src/engine/follow/expiry';
import { sightFindings } from '../../../src/systems/connection-findings';
import type { Sight } from '../../../src/systems/http/sight';

const DAY_MS = 24 * 3_600_000;
const ENDS = Date.UTC(2026, 5, 13);

/** What the daily check finds of a server whose certificate ends in so many days. */
function certificate(daysLeft: number): readonly Finding[] {
  const own = { subject: 'vsa.example', issuer: 'Some CA', selfIssued: false };
  const dates = { from: ENDS - 90 * DAY_MS, until: ENDS };
  const sight: Sight = {
    reached: 'all',
    tls: {
      ...{ protocol: 'TLSv1.3', chain: [{ ...own, ...dates }], distrust: null },
      ...{ names: ['vsa.example'], nameFits: true, namesItsIssuer: true },
    },
  };
  return sightFindings('vsa', 'vsa.example', sight, { now: ENDS - daysLeft * DAY_MS, pinned: false });
}

const credential = (message: string, level: Finding['level'] = 'warning'): Finding => ({
  ...{ system: 'vsa', check: 'credentials', level, message, remedy: 'Create a new token.' },
});

it('a certificate is told when its last month begins and again in its last week, and not every day', () => {
  const told = new Set<string>();
  const days = Array.from({ length: 40 }, (_, day) => 39 - day);
  const said = days.filter((left) => newlyExpiring(certificate(left), told).length > 0);
  expect(said).toEqual([29, 7]);
});

it('says what ends, when, and what to do', () => {
  expect(newlyExpiring(certificate(12), new Set())).toEqual([
    'The certificate of vsa.example expires in 12 days, on 2026-06-13. Renew the certificate on the server.',
  ]);
});

it('a certificate that has expired is no warning: the run that it stops says so', () => {
  expect(newlyExpiring(certificate(-1), new Set())).toEqual([]);
});

it('a credential whose end a system tells is told the same way, once for each system', () => {
  const told = new Set<string>();
  const ends = credential('The access token expires in 9 days.');
  expect(newlyExpiring([ends, ends], told)).toEqual([
    'The access token expires in 9 days. Create a new token.',
  ]);
  expect(newlyExpiring([credential('The access token expires in 8 days.')], told)).toEqual([]);
  expect(newlyExpiring([credential('The access token expires in 3 days.')], told)).toHaveLength(1);
  expect(newlyExpiring([{ ...ends, system: 'bms' }], told)).toHaveLength(1);
});

it('nothing else is told: not what is well, nor other warnings, nor that a date is not known', () => {
  const findings = [
    credential('VSA 10 accepts the API token. When it expires is not told through the API.', 'ok'),
    credential('The user has rights beyond those needed.'),
    { ...credential('A warranty expires in 3 days.'), check: 'assets' },
  ];
  expect(newlyExpiring(findings, new Set())).toEqual([]);
});
