import { describe, expect, test } from 'vitest';
import { postalAddress } from '../../../src/engine/normalize/address';
import { emailForm, organizationDomain } from '../../../src/engine/normalize/domain';
import { systemFamily, userForm } from '../../../src/engine/normalize/hardware';
import { hostForm, hostKey, isDefaultHost } from '../../../src/engine/normalize/host';
import { macForm, macWorth } from '../../../src/engine/normalize/mac';
import { organizationNames } from '../../../src/engine/normalize/organization';
import { isSamePhone, phoneForm } from '../../../src/engine/normalize/phone';
import { isUsableSerial, serialForm } from '../../../src/engine/normalize/serial';
import { uuidForm } from '../../../src/engine/normalize/uuid';

describe('serial numbers', () => {
  test.each([
    'To be filled by O.E.M.',
    'Default string',
    '0',
    '00000000',
    'N/A',
    '123456789',
    'ABAB',
    'XXXXXXXX',
    '',
  ])('%j tells nothing', (raw) => expect(isUsableSerial(serialForm(raw))).toBe(false));
  test.each(['PF3K2M91', '5CG1234XYZ', 'C02XK1ABJG5H', 'VMware-56 4d 11 22'])('%j tells', (raw) =>
    expect(isUsableSerial(serialForm(raw))).toBe(true),
  );
  test('people may add their own', () => {
    expect(isUsableSerial(serialForm('Loaner 01'), new Set([serialForm('loaner-01')]))).toBe(false);
  });
});

describe('hardware UUIDs', () => {
  const form = uuidForm('4C4C4544-0033-4B10-8052-B7C04F4D3931');

  test.each([
    '4c4c4544-0033-4b10-8052-b7c04f4d3931',
    '{4C4C4544-0033-4B10-8052-B7C04F4D3931}',
    '4C4C454400334B108052B7C04F4D3931',
    '4C 4C 45 44 00 33 4B 10 80 52 B7 C0 4F 4D 39 31',
    'urn:uuid:4c4c4544-0033-4b10-8052-b7c04f4d3931',
    // As tools write it that read the first groups in the other order of bytes.
    '44454C4C-3300-104B-8052-B7C04F4D3931',
  ])('%j is one with its other spellings', (raw) => {
    expect(form).toMatch(/^[\da-f]{32}$/);
    expect(uuidForm(raw)).toBe(form);
  });
  test('another machine has another form', () => {
    expect(uuidForm('4C4C4544-0033-4B10-8052-B7C04F4D3932')).not.toBe(form);
  });
  test.each([
    '',
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '03000200-0400-0500-0006-000700080009',
    '00020003-0004-0005-0006-000700080009',
    'Not Settable',
    '4C4C4544-0033-4B10-8052',
  ])('%j tells nothing', (raw) => expect(uuidForm(raw)).toBe(''));
});

test.each([
  ['00:1B:21:AA:BB:CC', 'strong'],
  ['001b.21aa.bbcc', 'strong'],
  ['02-1B-21-AA-BB-CC', 'weak'],
  ['00:E0:4C:68:01:02', 'weak'],
  ['00:15:5D:01:02:03', 'weak'],
  ['01:00:5E:00:00:01', 'none'],
  ['FF:FF:FF:FF:FF:FF', 'none'],
  ['00:50:56:C0:00:01', 'none'],
  ['nonsense', 'none'],
])('%s is %s', (raw, worth) => expect(macWorth(macForm(raw))).toBe(worth));

test.each([
  ['PC01.contoso.local', 'pc01'],
  ['pc01.root.contoso', 'pc01'],
  ['\\\\PC01', 'pc01'],
  ['10.0.0.1', '10.0.0.1'],
])('%s is the host %s', (raw, form) => expect(hostForm(raw)).toBe(form));

test('hosts are cut where NetBIOS cuts them, and default ones known', () => {
  expect(hostKey('averyverylonghostname')).toBe('averyverylongho');
  expect(['imac', 'localhost', 'kims-macbook-pro', 'raspberrypi'].every(isDefaultHost)).toBe(true);
  expect(['dental-pc01', 'srv-dc01'].some(isDefaultHost)).toBe(false);
});

test.each([
  ['https://www.shop.contoso.co.uk/a?b', 'contoso.co.uk'],
  ['kim@contoso.com', 'contoso.com'],
  ['kim@gmail.com', ''],
  ['https://facebook.com/contoso', ''],
  ['', ''],
])('%s is of the domain %j', (raw, domain) => expect(organizationDomain(raw)).toBe(domain));

test('e-mail addresses come out of their wrappings', () => {
  expect(emailForm('Kim Smith <Kim@Contoso.com>')).toBe('kim@contoso.com');
  expect(emailForm('mailto:kim@contoso.com')).toBe('kim@contoso.com');
  expect(emailForm('no address')).toBe('');
});

test.each([
  ['+44 20 7946 0018', '020 7946 0018', true],
  ['+1 214 555 0100', '(214) 555-0100', true],
  ['+44 20 7946 0018', '020 7946 0019', false],
  ['555-0100', '+1 214 555 0100', false],
  ['0100', '+1 214 555 0100', false],
])('%s and %s: %s', (a, b, same) => expect(isSamePhone(phoneForm(a), phoneForm(b))).toBe(same));

test.each([
  ['Smith Dental, P.C.', 'smith dental', 'pc', ''],
  ['The Müller GmbH & Co. KG', 'muller', 'gmbh-kg', ''],
  ['Contoso Ltd - Dallas', 'contoso', 'ltd', 'dalla'],
  ['Contoso (Dallas) Inc.', 'contoso', 'inc', 'dalla'],
  ['Acme Mfg Intl', 'acme manufacturing international', '', ''],
  ['Johnson & Sons', 'johnson son', '', ''],
])('%s is %s', (text, core, legal, branch) => {
  const [name] = organizationNames(text);
  expect(name).toMatchObject({ core, legal });
  expect(name?.branch.join(' ')).toBe(branch); // plurals are cut
});

test.each([
  ['12 N. Main St., Suite 400', { number: '12', street: ['main'], direction: 'n', unit: '400' }],
  ['Hauptstraße 12a', { number: '12a', street: ['haupt'], unit: '' }],
  ['5, rue de la Paix', { number: '5', street: ['paix'] }],
  ['Calle Mayor 7', { number: '7', street: ['mayor'] }],
  ['9560 Dayton Way at Rodeo Dr.', { number: '9560', street: ['dayton'] }],
  ['200 Third Street', { number: '200', street: ['3rd'] }],
])('%s', (address1, parts) => {
  const rest = { address2: '', city: '', region: '', postalCode: '', country: '' };
  expect(postalAddress({ address1, ...rest })).toMatchObject(parts);
});

test('operating systems and users by what counts', () => {
  expect(systemFamily('Microsoft Windows Server 2022 Standard x64')).toBe('windows server 2022');
  expect(systemFamily('Win 11 Pro')).toBe('windows 11');
  expect(userForm('CONTOSO\\Kim')).toBe('kim');
  expect(userForm('Administrator')).toBe('');
});
