import { expect, test } from 'vitest';
import { redactDetails, redactText } from '../../../src/host/redact';

test.each([
  ['Authorization: Bearer abc.def-123', 'abc.def-123'],
  ['sent Basic dXNlcjpwYXNz to it', 'dXNlcjpwYXNz'],
  ['key ITG.bad2e42ea6a39.uxzCksk', 'bad2e42'],
  ['{"password":"Sim-Bms-4711!"}', '4711'],
  ['grant_type=password&token=50112ac5-3109', '50112ac5'],
  ['https://user:hunter2@host/x', 'hunter2'],
  ['eyJhbGciOi.eyJzdWIiOi.c2ln', 'eyJzdWIiOi'],
])('%s', (text, secret) => {
  expect(redactText(text)).not.toContain(secret);
});

test('ordinary words stay', () => {
  const text = 'The password was refused (MSP-201) at https://bms.example:8443/v2 for LT-7.';
  expect(redactText(text)).toBe(text);
});

test('details lose secrets by name, at any depth, and survive a circle', () => {
  const details: Record<string, unknown> = { apiKey: 'a', deep: { headers: { 'x-api-key': 'b', ok: 'c' } } };
  details.self = details;
  expect(JSON.parse(redactDetails(details))).toEqual({
    apiKey: '[hidden]',
    deep: { headers: { 'x-api-key': '[hidden]', ok: 'c' } },
    self: '[again]',
  });
});
