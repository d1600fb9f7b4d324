import { expect, test } from 'vitest';
import { leadTo, secretsOf } from '../../../src/host/demo-line';

const line = {
  bms: { url: 'http://127.0.0.1:1/x', tenant: 't', username: 'u', password: 'p' },
  vsa: { url: 'http://127.0.0.1:2', username: 'u', password: 'q', token: 'k' },
  itglue: { url: 'http://127.0.0.1:3', subdomain: 's', apiKey: 'g' },
  control: 'http://127.0.0.1:4',
};

test('each secret goes with the origin it is for', () => {
  expect(secretsOf(JSON.stringify(line))).toEqual([
    { system: 'bms', origin: 'http://127.0.0.1:1', value: 'p' },
    { system: 'vsa', origin: 'http://127.0.0.1:2', value: 'k' },
    { system: 'itglue', origin: 'http://127.0.0.1:3', value: 'g' },
  ]);
});

test.each(['Segmentation fault', '{}', JSON.stringify({ ...line, vsa: { url: 'http://x' } })])(
  'anything else is a failure: %s',
  (text) => {
    expect(() => secretsOf(text)).toThrow(/did not/);
  },
);

test('settings of former tenants do not lead to these', () => {
  const secrets = secretsOf(JSON.stringify(line));
  const addresses = { bms: line.bms.url, vsa: line.vsa.url, itglue: line.itglue.url };
  expect(leadTo(addresses, secrets)).toBe(true);
  expect(leadTo({ ...addresses, vsa: 'http://127.0.0.1:9' }, secrets)).toBe(false);
  expect(leadTo({ ...addresses, itglue: '' }, secrets)).toBe(false);
});
