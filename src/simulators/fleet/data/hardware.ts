import { cell, table, words } from './table';

/** Organizationally unique identifiers (IEEE MA-L) of the makers of network interfaces. */
export const OUI = {
  dell: words('00:14:22 18:66:DA D4:BE:D9 F8:BC:12 B0:83:FE 34:17:EB 8C:EC:4B'),
  hp: words('3C:D9:2B 9C:B6:54 10:60:4B 48:0F:CF 70:5A:0F C8:D9:D2'),
  hpe: words('94:18:82 9C:DC:71 3C:A8:2A'),
  aruba: words('00:0B:86 20:4C:03 94:B4:0F D8:C7:C8 24:DE:C6'),
  lenovo: words('54:E1:AD 8C:16:45 28:D2:44 E8:6A:64 98:FA:9B C8:5B:76'),
  apple: words('F0:18:98 3C:22:FB A4:83:E7 AC:BC:32 8C:85:90 14:7D:DA'),
  microsoft: words('28:18:78 7C:1E:52'),
  hyperv: words('00:15:5D'),
  vmware: words('00:50:56 00:0C:29'),
  intel: words('A4:34:D9 94:65:9C 48:45:20 34:13:E8 3C:A9:F4 A4:C3:F0'),
  realtek: words('00:E0:4C'),
  asus: words('04:D4:C4 2C:56:DC'),
  gigabyte: words('E0:D5:5E 1C:1B:0D'),
  supermicro: words('AC:1F:6B 0C:C4:7A'),
  cisco: words('58:AC:78 F4:CF:E2 00:2A:6A 00:1B:54'),
  meraki: words('00:18:0A 88:15:44 E0:55:3D AC:17:C8 0C:8D:DB'),
  fortinet: words('00:09:0F 08:5B:0E 90:6C:AC 70:4C:A5 E8:1C:BA'),
  ubiquiti: words('24:A4:3C 04:18:D6 44:D9:E7 78:8A:20 B4:FB:E4 74:83:C2 F0:9F:C2'),
  sonicwall: words('00:17:C5 C0:EA:E4 18:B1:69 2C:B8:ED'),
  synology: words('00:11:32 90:09:D0'),
  qnap: words('24:5E:BE 00:08:9B'),
  apc: words('00:C0:B7 28:29:86'),
  brother: words('00:80:77 30:05:5C'),
  canon: words('00:1E:8F 2C:9E:FC 18:0C:AC F4:81:39'),
  xerox: words('00:00:AA 9C:93:4E'),
} satisfies Record<string, readonly string[]>;

export type Vendor = keyof typeof OUI;

const VENDORS = new Map(Object.keys(OUI).map((name) => [name, name]));

function isVendor(name: string): name is Vendor {
  return VENDORS.has(name);
}

/**
 * Serial formats: `#` digit, `~` year and week, `@` letter, `*` letter or digit, `%` digit or consonant, `^` hexadecimal digit, `=M` the MAC
 * without separators; anything else stands for itself.
 */
export interface Model {
  readonly vendor: Vendor;
  readonly manufacturer: string;
  /** Another way the same maker is written. */
  readonly manufacturerAlias: string;
  readonly model: string;
  readonly serialPattern: string;
  readonly boardProduct: string;
  readonly role: string;
}

const ROWS = table(`
  laptop|dell|Dell Inc.|Dell|Latitude 5420|%%%%%%%|0M3J7R
  laptop|dell|Dell Inc.|Dell|Latitude 5430|%%%%%%%|0RKMMT
  laptop|dell|Dell Inc.|Dell|Latitude 5540|%%%%%%%|0W94FY
  laptop|dell|Dell Inc.|Dell|Latitude 7420|%%%%%%%|0KHM4G
  laptop|dell|Dell Inc.|Dell|XPS 13 9310|%%%%%%%|0MRT12
  laptop|dell|Dell Inc.|Dell|Precision 3571|%%%%%%%|06VJ4V
  laptop|hp|HP|Hewlett-Packard|HP EliteBook 840 G8 Notebook PC|CND~##**|880D
  laptop|hp|HP|HP Inc.|HP EliteBook 840 G9 Notebook PC|5CG~##**|896D
  laptop|hp|HP|Hewlett-Packard|HP ProBook 450 G8 Notebook PC|5CD~##**|87E7
  laptop|lenovo|LENOVO|Lenovo|ThinkPad T14 Gen 2|PF#*****|20W0CTO1WW
  laptop|lenovo|LENOVO|Lenovo|ThinkPad X1 Carbon Gen 9|PF#*****|20XWCTO1WW
  laptop|lenovo|LENOVO|Lenovo|ThinkPad L15 Gen 3|PF#*****|21C3CTO1WW
  laptop|lenovo|LENOVO|Lenovo|ThinkPad E14 Gen 4|PF#*****|21E3CTO1WW
  laptop|microsoft|Microsoft Corporation|Microsoft|Surface Laptop 4|0###########|Surface Laptop 4
  laptop|microsoft|Microsoft Corporation|Microsoft|Surface Pro 8|0###########|Surface Pro 8
  mac|apple|Apple Inc.|Apple|MacBookPro18,3|C02*********|Mac-A5C67F76ED83108C
  mac|apple|Apple Inc.|Apple|MacBookAir10,1|FVF*********|Mac-53FDB3D8DB8CA971
  mac|apple|Apple Inc.|Apple|Mac14,2|@*********|Mac14,2
  mac|apple|Apple Inc.|Apple|Mac14,9|@*********|Mac14,9
  desktop|dell|Dell Inc.|Dell|OptiPlex 3080|%%%%%%%|0KYJ8C
  desktop|dell|Dell Inc.|Dell|OptiPlex 5090|%%%%%%%|0W6N0R
  desktop|dell|Dell Inc.|Dell|OptiPlex 7010|%%%%%%%|0GY6Y8
  desktop|dell|Dell Inc.|Dell|OptiPlex Micro 7010|%%%%%%%|0YGWFV
  desktop|dell|Dell Inc.|Dell|Precision 3660|%%%%%%%|0PRR48
  desktop|hp|HP|Hewlett-Packard|HP ProDesk 400 G7 Small Form Factor PC|MXL~##**|8717
  desktop|hp|HP|HP Inc.|HP ProDesk 600 G6 Desktop Mini PC|8CC~##**|8715
  desktop|hp|HP|Hewlett-Packard|HP EliteDesk 800 G6 Desktop Mini PC|8CG~##**|870F
  desktop|lenovo|LENOVO|Lenovo|ThinkCentre M70q Gen 2|MJ0*****|3195
  desktop|lenovo|LENOVO|Lenovo|ThinkCentre M920s|PC1*****|3132
  whitebox|asus|ASUSTeK COMPUTER INC.|ASUS|System Product Name|System Serial Number|PRIME B460M-A
  whitebox|gigabyte|Gigabyte Technology Co., Ltd.|Gigabyte|B560M DS3H|Default string|B560M DS3H
  whitebox|supermicro|Supermicro|Super Micro|X11SSH-F|0123456789|X11SSH-F
  server|dell|Dell Inc.|Dell|PowerEdge R440|%%%%%%%|04JN2K
  server|dell|Dell Inc.|Dell|PowerEdge R650xs|%%%%%%%|0PPTY2
  server|dell|Dell Inc.|Dell|PowerEdge T340|%%%%%%%|0PCFCR
  server|dell|Dell Inc.|Dell|PowerEdge T150|%%%%%%%|0TY2CR
  server|hpe|HPE|Hewlett Packard Enterprise|ProLiant DL360 Gen10|MXQ~##**|ProLiant DL360 Gen10
  server|hpe|HPE|Hewlett Packard Enterprise|ProLiant DL380 Gen10|CZJ~##**|ProLiant DL380 Gen10
  server|hpe|HPE|Hewlett Packard Enterprise|ProLiant ML110 Gen10|CN7~##**|ProLiant ML110 Gen10
  server|lenovo|LENOVO|Lenovo|ThinkSystem ST250|J30*****|7Y45
  vmware|vmware|VMware, Inc.|VMware|VMware Virtual Platform|VMware-42 ^^ ^^ ^^ ^^ ^^ ^^ ^^-^^ ^^ ^^ ^^ ^^ ^^ ^^ ^^|440BX Desktop Reference Platform
  vmware|vmware|VMware, Inc.|VMware|VMware7,1|VMware-56 ^^ ^^ ^^ ^^ ^^ ^^ ^^-^^ ^^ ^^ ^^ ^^ ^^ ^^ ^^|440BX Desktop Reference Platform
  hyperv|hyperv|Microsoft Corporation|Microsoft|Virtual Machine|####-####-####-####-####-####-##|Virtual Machine
  switch|cisco|Cisco Systems, Inc.|Cisco|Catalyst 2960X-24TS-L|FOC2~*0**|
  switch|cisco|Cisco Systems, Inc.|Cisco|CBS350-24P-4G|DNI2~*0**|
  switch|meraki|Cisco Meraki|Meraki|MS120-24P|Q2GP-****-****|
  switch|meraki|Cisco Meraki|Meraki|MS225-48LP|Q2JW-****-****|
  switch|ubiquiti|Ubiquiti Inc.|Ubiquiti Networks|USW-Pro-24-PoE|=M|
  switch|ubiquiti|Ubiquiti Inc.|Ubiquiti|USW-24-POE|=M|
  switch|aruba|HPE Aruba|Aruba|Instant On 1930 24G PoE|CN##KPJ***|
  switch|aruba|HPE Aruba|Aruba Networks|2930F-24G-PoE+|SG##KN****|
  firewall|fortinet|Fortinet|Fortinet Inc.|FortiGate 60F|FGT60FTK########|
  firewall|fortinet|Fortinet|Fortinet Inc.|FortiGate 100F|FG100FTK########|
  firewall|sonicwall|SonicWall|SonicWALL|TZ370|=M|
  firewall|sonicwall|SonicWall|SonicWALL|NSa 2700|=M|
  firewall|meraki|Cisco Meraki|Meraki|MX68|Q2KY-****-****|
  firewall|meraki|Cisco Meraki|Meraki|MX85|Q3FA-****-****|
  accesspoint|ubiquiti|Ubiquiti Inc.|Ubiquiti Networks|U6-Pro|=M|
  accesspoint|ubiquiti|Ubiquiti Inc.|Ubiquiti|UAP-AC-PRO|=M|
  accesspoint|meraki|Cisco Meraki|Meraki|MR36|Q3AJ-****-****|
  accesspoint|aruba|HPE Aruba|Aruba|Instant On AP22|CNL#K9****|
  printer|brother|Brother Industries, Ltd.|Brother|MFC-L8900CDW|E78096*#N######|
  printer|brother|Brother Industries, Ltd.|Brother|HL-L6200DW|U63885*#N######|
  printer|canon|Canon Inc.|Canon|imageRUNNER ADVANCE C3530i|XTU#####|
  printer|canon|Canon Inc.|Canon|imageRUNNER ADVANCE DX C357iF|3FN#####|
  printer|xerox|Xerox Corporation|Xerox|VersaLink C405|3717######|
  printer|xerox|Xerox Corporation|Xerox|AltaLink C8045|Y4X######|
  printer|hp|HP|Hewlett-Packard|HP LaserJet Pro M404dn|PHB#*#####|
  nas|synology|Synology Inc.|Synology|DS920+|20#0SBR######|
  nas|synology|Synology Inc.|Synology|RS1221+|21#0SKR######|
  nas|qnap|QNAP Systems, Inc.|QNAP|TS-453D|Q##AI#####|
  ups|apc|American Power Conversion|APC|Smart-UPS 1500 (SMT1500RM2U)|AS2~######|
  ups|apc|Schneider Electric|APC|Smart-UPS 2200 (SMT2200RM2U)|AS2~######|`);

export const MODELS: readonly Model[] = ROWS.map((row) => {
  const vendor = cell(row, 1);
  if (!isVendor(vendor)) throw new RangeError(`No OUI prefixes are known for ${vendor}.`);
  return {
    role: cell(row, 0),
    vendor,
    manufacturer: cell(row, 2),
    manufacturerAlias: cell(row, 3),
    model: cell(row, 4),
    serialPattern: cell(row, 5),
    boardProduct: cell(row, 6),
  };
});

const BY_ROLE = groupModels();

function groupModels(): Map<string, Model[]> {
  const groups = new Map<string, Model[]>();
  for (const model of MODELS) groups.set(model.role, [...(groups.get(model.role) ?? []), model]);
  return groups;
}

export function modelsFor(role: string): readonly Model[] {
  const models = BY_ROLE.get(role);
  if (models === undefined) throw new RangeError(`The catalogue has no ${role}.`);
  return models;
}

/** What firmware says where nobody entered a serial number. */
export const PLACEHOLDER_SERIALS = [
  'To be filled by O.E.M.',
  'Default string',
  'System Serial Number',
  'None',
  '0000000000',
  'Not Specified',
  'N/A',
  '123456789',
] as const;

export interface Software {
  readonly weight: number;
  readonly family: string;
  /** Long text, as an audit shows it. */
  readonly name: string;
  readonly version: string;
}

function software(text: string): readonly (readonly [number, Software])[] {
  return table(text).map((row) => {
    const weight = Number(cell(row, 0));
    return [weight, { weight, family: cell(row, 1), name: cell(row, 2), version: cell(row, 3) }];
  });
}

export const CLIENT_SYSTEMS = software(`
  30|Windows 11|Microsoft Windows 11 Pro|10.0.22631
  20|Windows 11|Microsoft Windows 11 Pro|10.0.26100
  6|Windows 11|Microsoft Windows 11 Enterprise|10.0.22631
  3|Windows 11|Microsoft Windows 11 Home|10.0.22631
  34|Windows 10|Microsoft Windows 10 Pro|10.0.19045
  4|Windows 10|Microsoft Windows 10 Enterprise|10.0.19045`);

export const SERVER_SYSTEMS = software(`
  10|Windows Server 2016|Microsoft Windows Server 2016 Standard|10.0.14393
  32|Windows Server 2019|Microsoft Windows Server 2019 Standard|10.0.17763
  34|Windows Server 2022|Microsoft Windows Server 2022 Standard|10.0.20348
  6|Windows Server 2025|Microsoft Windows Server 2025 Standard|10.0.26100
  10|Linux|Ubuntu 22.04.4 LTS|5.15.0
  8|Linux|Ubuntu 24.04.1 LTS|6.8.0`);

export const MAC_SYSTEMS = software(`
  2|macOS|macOS Ventura|13.6.9
  4|macOS|macOS Sonoma|14.6.1
  3|macOS|macOS Sequoia|15.1`);

export const DESKTOP_PROCESSORS = [
  '12th Gen Intel(R) Core(TM) i7-12700',
  '12th Gen Intel(R) Core(TM) i5-12500',
  'Intel(R) Core(TM) i5-10500T CPU @ 2.30GHz',
  'Intel(R) Core(TM) i7-10700 CPU @ 2.90GHz',
] as const;

export const LAPTOP_PROCESSORS = [
  '11th Gen Intel(R) Core(TM) i5-1145G7 @ 2.60GHz',
  '12th Gen Intel(R) Core(TM) i5-1245U',
  '13th Gen Intel(R) Core(TM) i5-1345U',
  'AMD Ryzen 5 PRO 5650U with Radeon Graphics',
  'AMD Ryzen 7 PRO 6850U with Radeon Graphics',
] as const;

export const SERVER_PROCESSORS = [
  'Intel(R) Xeon(R) Silver 4210R CPU @ 2.40GHz',
  'Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz',
  'Intel(R) Xeon(R) E-2224 CPU @ 3.40GHz',
  'AMD EPYC 7313P 16-Core Processor',
] as const;

export const MAC_PROCESSORS = ['Apple M1', 'Apple M1 Pro', 'Apple M2', 'Apple M2 Pro'] as const;
