import { describe, expect, it } from 'vitest';
import type { Tenant } from '../../../src/engine/model';
import { compareTenants } from '../../../src/engine/tenants';

const tenant = (address: string, named: string, told: string | null = null): Tenant => ({
  address,
  named,
  told,
});
const here = 'https://vsa.example';

describe('two answers for who is connected', () => {
  it.each<[string, Tenant, Tenant, ReturnType<typeof compareTenants>]>([
    ['nothing moved', tenant(here, 'A'), tenant(here, 'A'), 'same'],
    ['a name typed otherwise', tenant(here, 'Northwind'), tenant(here, ' northwind'), 'same'],
    ['another name', tenant(here, 'A'), tenant(here, 'B'), 'other'],
    [
      'another name for what says that it is the same',
      tenant(here, 'A', '7'),
      tenant(here, 'B', '7'),
      'same',
    ],
    [
      'the same name for what says that it is another',
      tenant(here, 'A', '7'),
      tenant(here, 'A', '8'),
      'other',
    ],
    [
      'the same numbers on another server, under another name',
      tenant(here, 'A', '7'),
      tenant('https://b.example', 'B', '7'),
      'other',
    ],
    ['another address', tenant(here, 'A', '7'), tenant('https://b.example', 'A', '7'), 'moved'],
    ['what tells of itself only since', tenant(here, 'A'), tenant(here, 'A', '7'), 'same'],
    ['another port of a server', tenant(here, 'A'), tenant('https://vsa.example:8443', 'A'), 'moved'],
    [
      'another port of this machine',
      tenant('http://127.0.0.1:1', 'A'),
      tenant('http://localhost:2', 'A'),
      'same',
    ],
    [
      'another one on this machine',
      tenant('http://127.0.0.1:1', 'A', '7'),
      tenant('http://127.0.0.1:1', 'A', '8'),
      'other',
    ],
    ['from this machine to another', tenant('http://127.0.0.1:1', 'A'), tenant(here, 'A'), 'moved'],
  ])('%s', (_what, before, now, verdict) => {
    expect(compareTenants(before, now)).toBe(verdict);
  });
});
