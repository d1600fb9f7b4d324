import { expect, it } from 'vitest';
import type { Finding } from '../../../src/engine/findings';
import { ExpiryWatch, newlyExpiring } from '../../../src/engine/follow/expiry';
import { sightFindings } from '../../../src/systems/connection-findings';
import type { Sight } from '../../../src/systems/http/sight';
import { keyDisuse, secretDates } from '../../../src/systems/secret-dates';

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

it('a secret whose end a person gave is told like a certificate; a day that is past asks for the new one', () => {
  const at = (daysLeft: number) => secretDates('vsa', '2026-06-13', ENDS - daysLeft * DAY_MS);
  expect(secretDates('vsa', undefined, ENDS)).toEqual([]);
  expect(at(40)).toMatchObject([{ level: 'ok', check: 'secret-dates' }]);
  const told = new Set<string>();
  const days = Array.from({ length: 40 }, (_, day) => 39 - day);
  expect(days.filter((left) => newlyExpiring(at(left), told).length > 0)).toEqual([29, 7]);
  expect(at(12)).toMatchObject([
    { level: 'warning', message: 'What signs in to Kaseya VSA expires in 12 days, on 2026-06-13.' },
  ]);
  expect(at(-2)).toMatchObject([
    { level: 'warning', message: expect.stringContaining('ended on 2026-06-13') },
  ]);
  expect(newlyExpiring(at(-2), new Set())).toEqual([]);
});

it('an IT Glue key that nothing used for long is told ten days before it is revoked, and that it may have been', () => {
  const used = '2026-03-15T12:00:00.000Z';
  const at = (daysLater: number) => keyDisuse('itglue', used, Date.parse(used) + daysLater * DAY_MS);
  expect(at(79)).toEqual([]);
  expect(at(80)).toMatchObject([
    {
      ...{ level: 'warning', check: 'secret-dates', why: expect.stringContaining('90 days') },
      message: expect.stringMatching(/last used here on 2026-03-15: .* expires in 10 days, on 2026-06-13\.$/),
      remedy: expect.stringContaining('either is a use'),
    },
  ]);
  expect(at(91)).toMatchObject([{ message: expect.stringMatching(/it was revoked on 2026-06-13\.$/) }]);
  expect(keyDisuse('bms', used, Date.parse(used) + 400 * DAY_MS)).toEqual([]);
});

it('all connections are looked at once a day, a failed look is tried the next day, and each end is told once', async () => {
  let now = ENDS - 29 * DAY_MS;
  const said: string[] = [];
  let works = false;
  let looks = 0;
  const watch = new ExpiryWatch({
    now: () => now,
    check: async () => {
      looks += 1;
      if (!works) throw new Error('offline');
      const findings = secretDates('vsa', '2026-06-13', now);
      return [{ system: 'vsa', connection: 'c', at: new Date(now).toISOString(), findings }];
    },
    tell: (text) => said.push(text),
    failed: (error) => said.push(String(error)),
  });
  for (let hour = 0; hour < 72; hour++) {
    await watch.lookOnceADay();
    now += 3_600_000;
    works = hour >= 12;
  }
  expect(looks).toBe(3);
  expect(said).toEqual(['Error: offline', expect.stringMatching(/expires in 28 days/)]);
});
