import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../../src/engine/model';
import { countryCode } from '../../../../src/engine/normalize/country';
import { type Entry, entryOf, listingOf, wordsOf } from '../../../../src/systems/itglue/document';
import { bestSystem } from '../../../../src/systems/itglue/entries';
import { apiHost, portalOf } from '../../../../src/systems/itglue/hosts';
import {
  configurationAttributes,
  configurationFields,
  configurationRecord,
  macText,
} from '../../../../src/systems/itglue/lens/configuration';
import { contactAttributes, contactFields } from '../../../../src/systems/itglue/lens/contact';
import { locationAttributes, locationFields } from '../../../../src/systems/itglue/lens/location';
import {
  organizationAttributes,
  organizationFields,
  organizationRecord,
} from '../../../../src/systems/itglue/lens/organization';
import { ADAPTER_NAMES } from '../../../../src/systems/itglue/lens/shared';
import {
  configurationShape,
  contactShape,
  locationShape,
  organizationShape,
} from '../../../../src/systems/itglue/wire';

const about = {
  portal: 'https://northwind.itglue.com',
  adapterNames: ADAPTER_NAMES,
  activeStatuses: ['Active'],
  platformOf: () => null,
};

const text = fc.oneof(fc.constant(null), fc.string({ minLength: 1, maxLength: 10 }));
const key = fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 2 ** 52 }));
const word = fc.stringMatching(/^[A-Za-z0-9]{1,10}$/);
const maybeWord = fc.oneof(fc.constant(null), word);

/** What IT Glue keeps of a PATCH: what was sent, the rest as it was. */
const patched = <T extends object>(before: T, attributes: object) => ({ ...before, ...attributes });
const pick = (fields: Fields, names: readonly (keyof Fields)[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));

describe('hosts', () => {
  it.each([
    ['us', 'https://api.itglue.com', 'https://nw.itglue.com'],
    ['eu', 'https://api.eu.itglue.com', 'https://nw.eu.itglue.com'],
    ['au', 'https://api.au.itglue.com', 'https://nw.au.itglue.com'],
  ] as const)('of %s', (region, api, portal) => {
    expect(apiHost(region)).toBe(api);
    expect(portalOf('nw', region)).toBe(portal);
  });
});

describe('organization lens', () => {
  const plain = ['name', 'shortName', 'notes'] as const;
  const wire = fc.record({ name: text, 'short-name': text, description: text }, { requiredKeys: [] });

  it('GetPut', () => {
    fc.assert(
      fc.property(wire, (raw) => {
        const before = organizationShape.parse(raw);
        const read = organizationFields(before, about);
        const after = organizationShape.parse(patched(before, organizationAttributes(pick(read, plain))));
        expect(organizationFields(after, about)).toEqual(read);
      }),
    );
  });

  it('PutGet', () => {
    fc.assert(
      fc.property(wire, word, maybeWord, maybeWord, (raw, name, shortName, notes) => {
        const values = { name, shortName, notes };
        const after = organizationShape.parse(patched(raw, organizationAttributes(values)));
        expect(organizationFields(after, about)).toMatchObject(values);
      }),
    );
  });

  it('reads its state from the status', () => {
    const active = (status: string | null) =>
      organizationFields({ 'organization-status-name': status }, about).active;
    expect([active('active'), active(null), active('Inactive')]).toEqual([true, true, false]);
  });
});

describe('location lens', () => {
  const plain = ['name', 'address1', 'address2', 'city', 'postalCode', 'phone', 'fax', 'primary'] as const;

  it('GetPut and PutGet', () => {
    fc.assert(
      fc.property(
        fc.record({ name: text, 'address-1': text, city: text, phone: text, primary: fc.boolean() }),
        fc.record({
          name: word,
          address1: maybeWord,
          city: maybeWord,
          fax: maybeWord,
          primary: fc.boolean(),
        }),
        (raw, values) => {
          const before = locationShape.parse(raw);
          const read = locationFields(before);
          const same = locationShape.parse(patched(before, locationAttributes(pick(read, plain))));
          expect(locationFields(same)).toEqual(read);
          const after = locationShape.parse(patched(before, locationAttributes(values)));
          expect(locationFields(after)).toMatchObject(values);
        },
      ),
    );
  });
});

describe('contact lens', () => {
  const phone = fc.record({
    value: fc.stringMatching(/^[0-9]{7,11}$/),
    extension: fc.oneof(fc.constant(null), fc.stringMatching(/^[0-9]{1,4}$/)),
    'label-name': word,
    'label-type': fc.constantFrom('phone', 'fax', null),
    primary: fc.boolean(),
  });
  const email = fc.record({
    value: word.map((one) => `${one}@example.com`),
    'label-name': word,
    primary: fc.boolean(),
  });
  const wire = fc.record({
    'first-name': text,
    'last-name': text,
    title: text,
    important: fc.oneof(fc.constant(null), fc.boolean()),
    notes: text,
    'location-id': key,
    'contact-emails': fc.uniqueArray(email, { selector: (one) => one.value.toLowerCase(), maxLength: 4 }),
    'contact-phones': fc.uniqueArray(phone, {
      selector: (one) => `${one.value}${one.extension ?? ''}`,
      maxLength: 4,
    }),
  });
  const all = [
    'location',
    'firstName',
    'lastName',
    'title',
    'emails',
    'phones',
    'important',
    'notes',
  ] as const;

  it('GetPut, faxes and labels kept', () => {
    fc.assert(
      fc.property(wire, (raw) => {
        const before = contactShape.parse(raw);
        const read = contactFields(before);
        const after = contactShape.parse(patched(before, contactAttributes(pick(read, all), before)));
        expect(contactFields(after)).toEqual(read);
        const labels = (items: typeof before) =>
          [...(items['contact-phones'] ?? [])].map((one) => [one.value, one['label-name']]).sort();
        expect(labels(after)).toEqual(labels(before));
      }),
    );
  });

  it('PutGet', () => {
    fc.assert(
      fc.property(wire, word, fc.uniqueArray(word, { maxLength: 3 }), (raw, firstName, names) => {
        const before = contactShape.parse(raw);
        const values = {
          firstName,
          emails: names.map((one) => `${one}@new.example`),
          phones: ['5125550100 x12'],
        };
        const after = contactShape.parse(patched(before, contactAttributes(values, before)));
        expect(contactFields(after)).toMatchObject(values);
      }),
    );
  });

  it('writes neither e-mails nor phones unless they change', () => {
    expect(contactAttributes({ title: 'Boss' })).toEqual({ title: 'Boss' });
  });

  it('makes the first value primary and tells an extension apart', () => {
    expect(
      contactAttributes({ emails: ['a@x.example', 'b@x.example'], phones: ['+1 512 555 0100 ext. 7'] }),
    ).toEqual({
      'contact-emails': [
        { value: 'a@x.example', 'label-name': 'Work', primary: true },
        { value: 'b@x.example', 'label-name': 'Work', primary: false },
      ],
      'contact-phones': [
        {
          value: '+1 512 555 0100',
          extension: '7',
          'label-name': 'Work',
          'label-type': 'phone',
          primary: true,
        },
      ],
    });
  });
});

describe('configuration lens', () => {
  const none = { macs: [], ips: [] };
  const wire = fc.record({
    name: word,
    hostname: text,
    'serial-number': text,
    'asset-tag': text,
    'location-id': key,
    'contact-id': key,
    notes: text,
    'mac-address': fc.oneof(fc.constant(null), fc.stringMatching(/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/)),
    'primary-ip': fc.oneof(fc.constant(null), fc.ipV4()),
    'purchased-at': fc.constantFrom(null, '2024-02-29'),
    archived: fc.boolean(),
  });
  const plain = [
    'name',
    'hostname',
    'serialNumber',
    'assetTag',
    'location',
    'contact',
    'notes',
    'macAddresses',
    'ipAddresses',
    'purchasedAt',
    'active',
  ] as const;

  it('GetPut and PutGet', () => {
    fc.assert(
      fc.property(wire, wire, (raw, other) => {
        const before = configurationShape.parse(raw);
        const read = configurationFields(before, none);
        const same = configurationShape.parse(patched(before, configurationAttributes(pick(read, plain))));
        expect(configurationFields(same, none)).toEqual(read);
        const wanted = pick(configurationFields(configurationShape.parse(other), none), plain);
        const after = configurationShape.parse(patched(before, configurationAttributes(wanted)));
        expect(pick(configurationFields(after, none), plain)).toEqual(wanted);
      }),
    );
  });

  it('writes a MAC in the form that fits its field', () => {
    expect(macText('aabb.cc00.1122')).toBe('AA:BB:CC:00:11:22');
    expect(macText('odd')).toBe('odd');
  });
});

function entry(document: object): Entry {
  return entryOf(listingOf(document).rows[0]);
}

describe('documents', () => {
  const adapter = (name: string, id: string, sync = true, orphaned = false) => ({
    id,
    type: 'adapters-resources',
    attributes: { 'adapter-type-name': name, 'remote-id': `r${id}`, sync, orphaned },
  });
  const linked = (included: readonly { id: string; type: string }[]) => ({
    id: '7',
    type: 'configurations',
    attributes: { name: 'SRV', 'organization-id': 12, 'updated-at': '2026-05-19T16:02:41.000Z' },
    relationships: { 'adapters-resources': { data: included.map(({ id, type }) => ({ id, type })) } },
  });

  it('finds included resources beside data and inside it', () => {
    const included = [adapter('Kaseya BMS', '1')];
    const links = [{ system: 'bms', id: 'r1', via: 'IT Glue adapters_resources' }];
    const data = linked(included);
    expect(configurationRecord(entry({ data, included }), about).links).toEqual(links);
    expect(configurationRecord(entry({ data: { ...data, included } }), about).links).toEqual(links);
  });

  it('takes live links of the named adapters alone, and locks what a live PSA holds', () => {
    const included = [
      adapter('KASEYA VSA', '1'),
      adapter('Vorex', '2', true, true),
      adapter('Microsoft', '3'),
      adapter('Kaseya BMS', '4', false),
    ];
    const record = configurationRecord(entry({ data: linked(included), included }), about);
    expect(record.links).toEqual([{ system: 'vsa', id: 'r1', via: 'IT Glue adapters_resources' }]);
    expect(record.locked).toBeUndefined();
    const autotask = [adapter('Autotask', '5')];
    const held = configurationRecord(entry({ data: linked(autotask), included: autotask }), about);
    expect(Object.keys(held.locked ?? {})).toEqual(expect.arrayContaining(['name', 'type', 'macAddresses']));
    for (const free of ['active', 'notes', 'serialNumber', 'assetTag'])
      expect(held.locked).not.toHaveProperty(free);
  });

  it('reads all interfaces, and what the RMM says as hints', () => {
    const included = [
      {
        type: 'configuration-interfaces',
        attributes: { id: 5, 'mac-address': 'AA:BB', 'ip-address': '10.0.0.9' },
      },
      {
        id: '6',
        type: 'rmm-records',
        attributes: {
          'serial-number': 'S1',
          hostname: null,
          'external-url': 'https://v/x?agentGuid=694825728222021',
        },
      },
    ];
    const data = {
      id: '7',
      attributes: {
        name: 'A',
        'primary-ip': '10.0.0.8',
        'resource-url': 'javascript:alert(1)',
        'organization-id': 3,
      },
      relationships: {
        'configuration-interfaces': { data: [{ id: '5', type: 'configuration-interfaces' }] },
        'rmm-records': { data: [{ id: '6', type: 'rmm-records' }] },
      },
    };
    const record = configurationRecord(entry({ data, included }), about);
    expect(record.fields.ipAddresses).toEqual(['10.0.0.8', '10.0.0.9']);
    expect(record.fields.macAddresses).toEqual(['AA:BB']);
    expect(record.hints).toEqual({ serialNumber: 'S1' });
    expect(record.links).toEqual([{ system: 'vsa', id: '694825728222021', via: 'IT Glue rmm_records' }]);
    expect(record.url).toBe('https://northwind.itglue.com/3/configurations/7');
  });

  it('tolerates empty relationships, missing keys and unknown ones', () => {
    const record = organizationRecord(entry({ data: { id: 9, relationships: {}, extra: 1 } }), about);
    expect(record).toMatchObject({ id: '9', name: 'Organization 9', links: [], revision: null });
    expect(record.fields.name).toBeNull();
  });

  it('refuses a document without data', () => {
    expect(() => listingOf({ meta: {} })).toThrow(/without data/);
    expect(() => listingOf([1])).toThrow(/shape/);
  });

  it.each([
    [{ message: 'Forbidden' }, 'Forbidden'],
    [
      {
        errors: [
          {
            status: 422,
            title: 'Unprocessable Entity',
            detail: 'must exist',
            source: { pointer: '/data/x' },
          },
        ],
      },
      'must exist (/data/x)',
    ],
    [{ errors: [{ status: 'unprocessable_entity', title: 'Duplicate Parameters' }] }, 'Duplicate Parameters'],
    ['<html>', undefined],
  ])('reads the words of %j', (body, words) => {
    expect(wordsOf(body)).toBe(words);
  });
});

describe('look-ups', () => {
  it.each([
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['United States', 'US'],
    ['gb', 'GB'],
    ['United Kingdom', 'GB'],
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['Atlantis', null],
  ])('%s is %s', (name, iso) => {
    expect(countryCode(name) ?? null).toBe(iso);
  });

  it('finds the operating system that a long text contains', () => {
    const items = ['Windows 1', 'Windows 10', 'Windows Server 2012', 'Windows Server 2012 R2', 'Linux'].map(
      (name, at) => ({ id: String(at), name, iso: null, of: null }),
    );
    const best = (wanted: string) => bestSystem(items, wanted)?.name ?? null;
    expect(best('Microsoft Windows 10 Pro 10.0.19045')).toBe('Windows 10');
    expect(best('Windows Server 2012 R2 Standard')).toBe('Windows Server 2012 R2');
    expect(best('linux')).toBe('Linux');
    expect(best('Plan 9')).toBeNull();
  });
});
