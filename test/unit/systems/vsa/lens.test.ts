import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../../src/engine/model';
import {
  assetFields,
  assetRecord,
  operatingSystemOf,
  platformOf,
} from '../../../../src/systems/vsa/lens/asset';
import { contactChanges, contactFields, newContact } from '../../../../src/systems/vsa/lens/contact';
import {
  newOrganization,
  organizationChanges,
  organizationFields,
  orgRefOf,
} from '../../../../src/systems/vsa/lens/organization';
import { joinName, splitName } from '../../../../src/systems/vsa/lens/person-name';
import { orgShape, staffShape } from '../../../../src/systems/vsa/wire';

const text = fc.oneof(fc.constant(null), fc.constant(''), fc.string({ minLength: 1, maxLength: 12 }));
const id = fc.bigInt(1n, 10n ** 26n - 1n).map(String);
const info = fc.oneof(
  fc.constant(null),
  fc.record(
    {
      PrimaryPhone: text,
      PrimaryFax: text,
      PrimaryEmail: text,
      Country: text,
      Street: text,
      City: text,
      State: text,
      ZipCode: text,
      Unknown: text,
    },
    { requiredKeys: [] },
  ),
);
const org = fc.record({
  OrgId: id,
  OrgName: text,
  OrgRef: text,
  ParentOrgId: fc.oneof(fc.constant(null), id),
  Website: text,
  ContactInfo: info,
});
const staff = fc.record({
  OrgStaffId: id,
  StaffFullName: text,
  OrgId: id,
  Title: text,
  Function: text,
  ContactInfo: info,
});

const WRITABLE_ORG = [
  'name',
  'website',
  'phone',
  'address1',
  'city',
  'region',
  'postalCode',
  'country',
] as const;
const WRITABLE_STAFF = ['firstName', 'lastName', 'title', 'emails', 'phones'] as const;

const pick = (fields: Fields, names: readonly (keyof Fields)[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));

const orgAfter = (before: object, changes: object) => orgShape.parse({ ...before, ...changes });
const staffAfter = (before: object, changes: object) => staffShape.parse({ ...before, ...changes });

const word = fc
  .string({ minLength: 1, maxLength: 8 })
  .map((s) => s.trim())
  .filter((s) => s !== '');
const orgValues = fc.record({
  name: word,
  website: fc.oneof(fc.constant(null), word),
  phone: fc.oneof(fc.constant(null), word),
  city: fc.oneof(fc.constant(null), word),
  country: fc.oneof(fc.constant(null), word),
});

describe('organization lens', () => {
  it('GetPut: writing back what was read changes nothing', () => {
    fc.assert(
      fc.property(org, (wire) => {
        const read = organizationFields(wire);
        const after = orgAfter(wire, organizationChanges(wire, pick(read, WRITABLE_ORG)));
        expect(organizationFields(after)).toEqual(read);
      }),
    );
  });

  it('PutGet: what was written is read', () => {
    fc.assert(
      fc.property(org, orgValues, (wire, values) => {
        const after = orgAfter(wire, organizationChanges(wire, values));
        expect(organizationFields(after)).toMatchObject(values);
      }),
    );
  });

  it('sends members back that nobody asked about', () => {
    const before = orgShape.parse({
      OrgId: '1',
      ContactInfo: { Street: 'A', Extra: 'kept', PrimaryFax: '9' },
    });
    expect(organizationChanges(before, { city: 'Bonn' })).toEqual({
      ContactInfo: { Street: 'A', Extra: 'kept', PrimaryFax: '9', City: 'Bonn' },
    });
    expect(organizationChanges(before, { website: 'x.example' })).toEqual({ Website: 'x.example' });
  });

  it('makes a reference that fits an agent’s name', () => {
    expect(orgRefOf({ name: ' Müller & Söhne GmbH. ' })).toBe('Muller-Sohne-GmbH');
    expect(orgRefOf({ name: 'x', shortName: 'acme.eu' })).toBe('acme-eu');
    expect(newOrganization({ name: 'Kid', shortName: 'kid', parent: '7' }, 'acme')).toMatchObject({
      OrgRef: 'acme.kid',
      ParentOrgId: '7',
    });
  });
});

describe('person’s name', () => {
  it.each([
    ['Anna Lindqvist', 'Anna', 'Lindqvist'],
    ['Jan van der Berg', 'Jan', 'van der Berg'],
    ['Anna Maria Lindqvist', 'Anna Maria', 'Lindqvist'],
    ['Lindqvist, Anna', 'Anna', 'Lindqvist'],
    ['Reception', 'Reception', null],
  ])('splits %s', (full, firstName, lastName) => {
    expect(splitName(full)).toEqual({ firstName, lastName });
  });

  it('reads both parts back whatever they are', () => {
    const part = fc
      .array(fc.stringMatching(/^[A-Za-zäöü'-]{1,8}$/), { minLength: 1, maxLength: 3 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(part, part, (firstName, lastName) => {
        expect(splitName(joinName({ firstName, lastName }))).toEqual({ firstName, lastName });
      }),
    );
    expect(joinName({ firstName: 'Anna', lastName: 'Ek Lund' })).toBe('Ek Lund, Anna');
  });
});

describe('staff lens', () => {
  it('GetPut: writing back what was read changes nothing, letter by letter', () => {
    fc.assert(
      fc.property(staff, (wire) => {
        const read = contactFields(wire);
        const body = contactChanges(wire, pick(read, WRITABLE_STAFF));
        expect(body.StaffFullName).toBe(wire.StaffFullName);
        expect(contactFields(staffAfter(wire, body))).toEqual(read);
      }),
    );
  });

  it('PutGet: what was written is read', () => {
    fc.assert(
      fc.property(staff, word, word, (wire, title, email) => {
        const changes = { firstName: 'Anna', lastName: 'van Dam', title, emails: [email], phones: [] };
        expect(contactFields(staffAfter(wire, contactChanges(wire, changes)))).toMatchObject(changes);
      }),
    );
  });

  it('resends Function, which the server cannot do without', () => {
    const before = staffShape.parse({ OrgStaffId: '1', StaffFullName: 'A B', Function: 'Owner' });
    expect(contactChanges(before, { title: 'Boss' })).toEqual({
      StaffFullName: 'A B',
      Title: 'Boss',
      Function: 'Owner',
    });
    expect(contactChanges(staffShape.parse({ OrgStaffId: '1' }), { title: 'x' })).toMatchObject({
      Function: '',
    });
    expect(newContact({ firstName: 'A', lastName: 'B', emails: ['a@b.example'] })).toMatchObject({
      StaffFullName: 'A B',
      ContactInfo: { PrimaryEmail: 'a@b.example' },
    });
  });
});

describe('agent lens', () => {
  const agent = {
    AgentId: '694825728222021',
    AgentName: 'lq-srv-01.root.lindqvist',
    ComputerName: 'LQ-SRV-01',
    OrgId: '52361412952525411214415725',
    OSType: '2022',
    OSInfo: 'Standard x64 Edition  Build 20348',
    IPAddress: '10.0.0.5',
    LastCheckInTime: '2026-06-10T03:00:00',
  };

  it('joins agent and audit', () => {
    const audit = { AgentGuid: agent.AgentId, MacAddress: 'AA-BB-CC-00-11-22', SystemSerialNumber: ' ' };
    const fields = assetFields(agent, { ...audit, ChassisSerialNumber: 'CH1', ProductName: 'R640' }, 0);
    expect(fields).toEqual({
      agentId: '694825728222021',
      machineGroup: 'lq-srv-01.root.lindqvist',
      chassisSerialNumber: 'CH1',
      organization: '52361412952525411214415725',
      name: 'LQ-SRV-01',
      hostname: 'LQ-SRV-01',
      type: 'Server',
      active: true,
      serialNumber: 'CH1',
      model: 'R640',
      macAddresses: ['AA-BB-CC-00-11-22'],
      ipAddresses: ['10.0.0.5'],
      operatingSystem: 'Windows Server 2022 Standard x64 Edition Build 20348',
      platform: 'Windows Server 2022',
      lastSeen: '2026-06-10T03:00:00.000Z',
    });
  });

  it('leaves out what no audit tells: unknown is not blank', () => {
    expect(assetFields(agent, undefined, 0)).not.toHaveProperty('serialNumber');
    expect(assetFields(agent, { AgentGuid: '1', SystemSerialNumber: '' }, 0)).not.toHaveProperty(
      'serialNumber',
    );
  });

  it('keeps another machine name than the host’s as it is written', () => {
    expect(assetFields({ ...agent, ComputerName: 'OTHER' }, undefined, 0).name).toBe('lq-srv-01');
    expect(assetRecord({ AgentId: 5 }, undefined, { url: 'u', offsetMinutes: 0 }).name).toBe('Agent 5');
  });

  it('tells laptops by their chassis', () => {
    const laptop = { AgentGuid: '1', ChassisType: 'Notebook' };
    expect(assetFields({ AgentId: '1', OSType: '11' }, laptop, 0).type).toBe('Laptop');
    expect(assetFields({ AgentId: '1', OSType: '11' }, undefined, 0).type).toBe('Workstation');
  });

  it.each([
    ['10', 'Windows 10'],
    ['2012 R2', 'Windows Server 2012 R2'],
    ['8.1', 'Windows 8.1'],
    ['XP', 'Windows XP'],
    ['Mac OS X', 'macOS'],
    ['Linux', 'Linux'],
    [null, null],
  ])('names the platform of %s', (code, name) => {
    expect(platformOf(code)).toBe(name);
  });

  it('does not repeat the family', () => {
    expect(operatingSystemOf('11', 'Microsoft Windows 11 Pro 10.0.22631')).toBe(
      'Microsoft Windows 11 Pro 10.0.22631',
    );
    expect(operatingSystemOf('10', 'Professional x64 Edition')).toBe('Windows 10 Professional x64 Edition');
    expect(operatingSystemOf('10', null)).toBe('Windows 10');
  });
});
