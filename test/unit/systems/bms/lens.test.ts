import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFieldName } from '../../../../src/engine/fields';
import type { Fields } from '../../../../src/engine/model';
import { BMS_ABILITIES } from '../../../../src/systems/bms/abilities';
import { assetInput } from '../../../../src/systems/bms/asset-input';
import { assetLens } from '../../../../src/systems/bms/lens/asset';
import { contactLens } from '../../../../src/systems/bms/lens/contact';
import { locationFields } from '../../../../src/systems/bms/lens/location';
import { organizationHints, organizationLens } from '../../../../src/systems/bms/lens/organization';
import type { Lens } from '../../../../src/systems/bms/lens/values';
import type { Names } from '../../../../src/systems/bms/names';
import type { WireAccount, WireAsset, WireContact } from '../../../../src/systems/bms/wire';

const LISTS = ['Server', 'Laptop', 'In Use', 'Dell', 'Customer'];
const names: Names = {
  idOf: (_, name) => LISTS.findIndex((one) => one.toLowerCase() === name.toLowerCase()) + 1 || null,
  defaultOf: () => ({ id: 1, name: 'Server' }),
};

const text = fc.option(fc.string({ maxLength: 12 }), { nil: null });
const solid = fc.string({ minLength: 1, maxLength: 12 }).filter((one) => one.trim() !== '');
const id = fc.integer({ min: 1, max: 2_147_483_647 });
const ref = id.map(String);
const day = fc
  .date({ min: new Date('1970-01-02'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const wireDay = fc.option(
  fc.oneof(
    day,
    day.map((one) => `${one}T00:00:00`),
    day.map((one) => `${one}T00:00:00.000Z`),
    fc.constant('0001-01-01T00:00:00'),
  ),
  { nil: null },
);
const flag = fc.option(fc.boolean(), { nil: null });
const choice = fc.constantFrom(...LISTS);
const unknown = fc.constant({ madeUp: { deep: [1, null] } });

const asset: fc.Arbitrary<WireAsset> = fc
  .tuple(
    fc.record({
      id,
      name: solid,
      accountId: id,
      accountLocationId: id,
      contactId: fc.option(fc.oneof(id, fc.constant(0)), { nil: null }),
      categoryId: id,
      category: choice,
      stateId: fc.option(id, { nil: null }),
      state: text,
      manufacturer: text,
      serialNumber: text,
      modelNumber: text,
      macAddress: text,
      ipAddress: text,
      osInfo: text,
      description: text,
      isActive: flag,
      acquisitionDate: wireDay,
      warrantyExpirationDate: wireDay,
      currentUser: text,
      lastCheckIn: wireDay,
    }),
    unknown,
  )
  .map(([known, extra]) => ({ ...known, ...extra }));

const noComma = solid.filter((one) => !/[,;|\r\n]/.test(one) && one === one.trim());
const assetChanges: fc.Arbitrary<Fields> = fc.record(
  {
    name: solid,
    organization: ref,
    location: ref,
    contact: fc.option(ref, { nil: null }),
    type: choice,
    status: fc.option(choice, { nil: null }),
    manufacturer: fc.option(choice, { nil: null }),
    active: fc.boolean(),
    serialNumber: fc.option(solid, { nil: null }),
    assetTag: fc.option(solid, { nil: null }),
    model: fc.option(solid, { nil: null }),
    macAddresses: fc.array(noComma, { maxLength: 1 }),
    ipAddresses: fc.array(noComma, { maxLength: 1 }),
    defaultGateway: fc.option(solid, { nil: null }),
    operatingSystem: fc.option(solid, { nil: null }),
    platform: fc.option(solid, { nil: null }),
    notes: fc.option(solid, { nil: null }),
    position: fc.option(solid, { nil: null }),
    purchasedAt: fc.option(day, { nil: null }),
    warrantyExpiresAt: fc.option(day, { nil: null }),
  },
  { requiredKeys: [] },
);

const entry = (value: string) =>
  fc.record({ [value]: solid, typeId: id, isDefault: flag }, { requiredKeys: [value, 'isDefault'] });
const contact: fc.Arbitrary<WireContact> = fc.record({
  id,
  accountId: id,
  locationId: fc.option(id, { nil: null }),
  firstName: text,
  lastName: text,
  jobTitle: text,
  isPoc: flag,
  isActive: flag,
  emails: fc.option(fc.array(entry('emailAddress')), { nil: null }),
  phones: fc.option(fc.array(entry('phone')), { nil: null }),
});
const contactChanges: fc.Arbitrary<Fields> = fc.record(
  {
    organization: ref,
    location: ref,
    firstName: solid,
    lastName: solid,
    title: fc.option(solid, { nil: null }),
    emails: fc.uniqueArray(solid, { maxLength: 4 }),
    phones: fc.uniqueArray(solid, { maxLength: 4 }),
    important: fc.boolean(),
    active: fc.boolean(),
  },
  { requiredKeys: [] },
);

const account: fc.Arbitrary<WireAccount> = fc.record({
  id,
  accountName: solid,
  accountCode: text,
  parentId: fc.option(id, { nil: null }),
  accountTypeId: id,
  accountType: choice,
  website: text,
  description: text,
  isActive: flag,
});
const accountChanges: fc.Arbitrary<Fields> = fc.record(
  {
    name: solid,
    shortName: fc.option(solid, { nil: null }),
    parent: fc.option(ref, { nil: null }),
    type: choice,
    active: fc.boolean(),
    website: fc.option(solid, { nil: null }),
    notes: fc.option(solid, { nil: null }),
  },
  { requiredKeys: [] },
);

function holdsLaws<T extends object>(lens: Lens<T>, wire: fc.Arbitrary<T>, changes: fc.Arbitrary<Fields>) {
  it('changes nothing when what was read is written back (GetPut)', () => {
    fc.assert(
      fc.property(wire, (one) => {
        expect(lens.put(one, lens.get(one), names)).toEqual(one);
      }),
    );
  });

  it('reads back what was written, and the rest as it was (PutGet)', () => {
    fc.assert(
      fc.property(wire, changes, (one, wanted) => {
        const before = lens.get(one);
        expect(lens.get(lens.put(one, wanted, names))).toEqual({ ...before, ...wanted });
      }),
    );
  });

  it('lets a second writing win over a first (PutPut)', () => {
    fc.assert(
      fc.property(wire, changes, changes, (one, first, second) => {
        const twice = lens.put(lens.put(one, first, names), { ...first, ...second }, names);
        expect(lens.get(twice)).toEqual(lens.get(lens.put(one, { ...first, ...second }, names)));
      }),
    );
  });
}

describe('the lens of accounts', () => holdsLaws(organizationLens, account, accountChanges));
describe('the lens of contacts', () => holdsLaws(contactLens, contact, contactChanges));
describe('the lens of hardware assets', () => {
  holdsLaws(assetLens, asset, assetChanges);

  it('keeps what it does not know, whatever it changes', () => {
    fc.assert(
      fc.property(asset, assetChanges, (one, wanted) => {
        const next = assetLens.put(one, wanted, names);
        expect(next).toMatchObject({ madeUp: { deep: [1, null] }, currentUser: one.currentUser });
        expect(assetInput(next)).toMatchObject({ MadeUp: { deep: [1, null] }, Name: next.name });
      }),
    );
  });

  it.each([
    ['the machine’s own name, as the asset spells it', 'PC-01', 'pc-01.root.acme', '6', 'PC-01'],
    [
      'what the group id says, where the asset is called otherwise',
      'Reception',
      'pc-01.root.acme',
      '6',
      'pc-01',
    ],
    ['nothing without an agent', 'PC-01', 'pc-01.root.acme', null, undefined],
    ['nothing without a group', 'PC-01', null, '6', undefined],
  ])('sends a computer name again that it cannot read: %s', (_, name, machineGroupId, agentId, sent) => {
    expect(assetInput({ id: 1, name, machineGroupId, agentId }).ComputerName).toBe(sent);
  });

  it('refuses a category that BMS does not have, and a blank one', () => {
    const wire: WireAsset = { id: 1, name: 'x', category: 'Server', categoryId: 1 };
    const refused = expect.objectContaining({ reason: 'rejected' });
    expect(() => assetLens.put(wire, { type: 'Toaster' }, names)).toThrow(refused);
    expect(() => assetLens.put(wire, { type: null }, names)).toThrow(refused);
    expect(() => assetLens.put(wire, { lastUser: 'kim' }, names)).toThrow(refused);
    expect(() => assetLens.put(wire, { purchasedAt: 'soon' }, names)).toThrow(refused);
  });

  it('splits several MAC addresses squeezed into one field', () => {
    expect(assetLens.get({ id: 1, macAddress: '00-11-22-33-44-55; 66-77-88-99-AA-BB' }).macAddresses).toEqual(
      ['00-11-22-33-44-55', '66-77-88-99-AA-BB'],
    );
  });

  it('reads instants without a zone as UTC, and the year 1 as none', () => {
    const read = (lastCheckIn: string) => assetLens.get({ id: 1, lastCheckIn }).lastSeen;
    expect(read('2026-01-05T10:20:30.400')).toBe('2026-01-05T10:20:30.400Z');
    expect(read('2026-01-05T10:20:30+02:00')).toBe('2026-01-05T08:20:30.000Z');
    expect(read('0001-01-01T00:00:00')).toBeNull();
    expect(read('yesterday')).toBeNull();
  });
});

describe('accounts and locations', () => {
  const place = {
    id: 7,
    locationName: 'HQ',
    isMain: true,
    isActive: true,
    addresses: [
      { address1: 'Elsewhere', isMain: false },
      {
        address1: '1 Main St',
        city: 'Austin',
        state: 'TX',
        zipCode: '78701',
        country: 'United States',
        phone: '512',
        isMain: true,
      },
    ],
  };

  it('give the main address as a hint of the account and as the location itself', () => {
    const wire: WireAccount = { id: 3, accountName: 'Acme', locations: [{ id: 6, isMain: false }, place] };
    expect(organizationHints(wire)).toMatchObject({ address1: '1 Main St', region: 'TX', phone: '512' });
    expect(locationFields(place, 3)).toEqual({
      organization: '3',
      name: 'HQ',
      address1: '1 Main St',
      address2: null,
      city: 'Austin',
      region: 'TX',
      postalCode: '78701',
      country: 'United States',
      phone: '512',
      fax: null,
      primary: true,
      active: true,
    });
  });
});

describe('abilities', () => {
  it('name every field that the lenses give', () => {
    const given = {
      organization: organizationLens.get({ id: 1 }),
      contact: contactLens.get({ id: 1 }),
      asset: assetLens.get({ id: 1, computerName: 'x' }),
      location: locationFields({ id: 1 }, 1),
    };
    for (const [kind, fields] of Object.entries(given)) {
      const held = Object.entries(BMS_ABILITIES).find(([name]) => name === kind)?.[1].fields ?? {};
      for (const field of Object.keys(fields).filter(isFieldName))
        expect(held, `${kind}.${field}`).toHaveProperty(field);
    }
  });

  it('give a reason wherever something cannot be written', () => {
    for (const { fields } of Object.values(BMS_ABILITIES))
      for (const ability of Object.values(fields))
        if (ability.write !== 'always') expect(ability.reason).toBeTruthy();
  });
});
