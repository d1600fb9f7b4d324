/** Machines as an asset register and a monitoring agent see them: typed serials, placeholders, docks, clones, reused names. */
import { type LabelledSet, labelled, Noise, type Row } from './noise';

const MODELS: readonly (readonly [string, string, string])[] = [
  ['Dell Inc.', 'OptiPlex 7090', 'Workstation'],
  ['Dell', 'Latitude 5420', 'Laptop'],
  ['LENOVO', '20XXS3HC00', 'Laptop'],
  ['HP', 'HP EliteBook 840 G8', 'Laptop'],
  ['HP', 'ProDesk 600 G6', 'Workstation'],
  ['Dell Inc.', 'PowerEdge R640', 'Server'],
  ['VMware, Inc.', 'VMware Virtual Platform', 'Server'],
  ['Apple', 'MacBookPro18,3', 'Laptop'],
  ['System manufacturer', 'System Product Name', 'Workstation'],
];
const LIES = [
  'To be filled by O.E.M.',
  'Default string',
  'System Serial Number',
  'None',
  '0',
  '123456789',
  'N/A',
  'INVALID',
  'Not Specified',
  '00000000',
];
const SYSTEMS = [
  'Microsoft Windows 11 Pro',
  'Windows 10 Enterprise',
  'Microsoft Windows Server 2019 Standard',
  'macOS 13.4',
];

interface Machine {
  readonly name: string;
  readonly serial: string;
  readonly mac: string;
  readonly wifi: string;
  readonly maker: string;
  readonly model: string;
  readonly type: string;
  readonly system: string;
  readonly owner: string;
  readonly ip: string;
}

export function machines(seed: number, size: number, owners: boolean): LabelledSet {
  const noise = new Noise(seed);
  const { faker } = noise;
  const hex = (length: number) => faker.string.hexadecimal({ length, casing: 'upper', prefix: '' });
  const docks = Array.from({ length: 4 }, () => `00E04C${hex(6)}`);
  const all: Machine[] = [];
  while (all.length < size) {
    const owner = `${faker.person.lastName()} ${noise.pick(['Dental', 'Law', 'Logistics', 'Foods'])}`;
    const code = owner.slice(0, 3).toUpperCase();
    for (let at = 1, count = noise.int(4, 60); at <= count; at++) {
      const [maker, model, type] = noise.pick(MODELS);
      const name = noise.pick([
        () => `${code}-PC${String(at).padStart(2, '0')}`,
        () => `DESKTOP-${faker.string.alphanumeric({ length: 7, casing: 'upper' })}`,
        () => `${type === 'Server' ? 'SRV' : 'WS'}${at}`,
        () => `${faker.person.firstName()}-Laptop`,
        () => noise.pick(['RECEPTION', 'FRONTDESK', 'SERVER', 'DC01', 'PC1', 'iMac']),
      ])();
      const one = {
        name,
        serial: faker.string.alphanumeric({ length: noise.pick([7, 8, 10]), casing: 'upper' }),
        mac: `${noise.pick(['001B21', '3C5282', 'F8B156'])}${hex(6)}`,
        wifi: `${noise.pick(['A4C3F0', '7C5CF8'])}${hex(6)}`,
        maker,
        model,
        type,
        system: noise.pick(SYSTEMS),
        owner,
        ip: `192.168.1.${noise.int(2, 254)}`,
      };
      all.push(one);
      // New hardware under the old name; a clone with a new serial number.
      if (noise.chance(0.03))
        all.push({
          ...one,
          serial: faker.string.alphanumeric({ length: 7, casing: 'upper' }),
          mac: `001B21${hex(6)}`,
          wifi: '',
        });
    }
  }
  const mac = (plain: string) =>
    noise.pick([
      () => plain.replace(/..(?=.)/g, '$&:'),
      () => plain.replace(/..(?=.)/g, '$&-').toLowerCase(),
      () => plain,
      () => plain.replace(/....(?=.)/g, '$&.').toLowerCase(),
    ])();
  const seen = (it: Machine, isAgent: boolean): Omit<Row, 'id'> => {
    const macs = [
      noise.chance(0.85) ? mac(it.mac) : '',
      it.wifi !== '' && noise.chance(0.5) ? mac(it.wifi) : '',
      noise.chance(0.08) ? mac(noise.pick(docks)) : '',
    ];
    const renamed = noise.chance(0.06) ? `${it.name}-OLD` : it.name;
    const domain =
      isAgent && noise.chance(0.3) ? `.${it.owner.toLowerCase().replace(/[^a-z]/g, '')}.local` : '';
    const serial = noise.chance(0.12) ? '' : noise.chance(0.1) ? noise.pick(LIES) : it.serial;
    return {
      name: noise.case(renamed),
      hostname: noise.chance(0.7) ? `${noise.case(renamed)}${domain}` : '',
      serialNumber: noise.chance(0.1) ? serial.toLowerCase() : serial,
      macAddresses: noise.chance(isAgent ? 0.97 : 0.6) ? macs.filter((item) => item !== '') : [],
      ipAddresses: isAgent ? [it.ip] : [],
      manufacturer: noise.chance(0.8) ? it.maker : '',
      model: noise.chance(0.85) ? it.model : '',
      operatingSystem: noise.chance(0.8) ? it.system : '',
      type: noise.chance(0.6) ? it.type : '',
      ...(owners ? { organization: noise.chance(0.2) ? `${it.owner} LLC` : it.owner } : {}),
    };
  };
  const things = all.map((it) => {
    const both = noise.chance(0.8);
    const side = noise.chance(0.5);
    return {
      ...(both || side ? { left: seen(it, false) } : {}),
      ...(both || !side ? { right: seen(it, true) } : {}),
    };
  });
  return labelled(`machines of ${owners ? 'named' : 'unnamed'} owners, seed ${seed}`, 'asset', noise, things);
}
