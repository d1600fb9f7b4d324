/** A call of every route of the simulated BMS, with all the query names and body members that it declares. */
import type { BmsSimulator } from '../../src/simulators/bms/app';
import { agentIdOf } from '../../src/simulators/fleet/agents';

export interface BmsCall {
  readonly method: string;
  readonly template: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The document declares the record without envelope. */
  readonly declaredBare?: boolean;
  /** The simulator is to answer it so. */
  readonly bare?: boolean;
  /** Schema of an answer that the document leaves undeclared. */
  readonly undeclared?: string;
}

const PAGING = { PageSize: '10', PageNumber: '1', Sort: 'Id desc', Exclude: '1,2' };
const SPAN = { From: '2020-01-01T00:00:00', To: '2099-01-01' };
const spans = {
  'Filter.CreatedOnFrom': SPAN.From,
  'Filter.CreatedOnTo': SPAN.To,
  'Filter.ModifiedOnFrom': SPAN.From,
  'Filter.ModifiedOnTo': SPAN.To,
};

type Parameters = Readonly<Record<string, string | number>>;
function call(
  method: string,
  template: string,
  parameters: Parameters = {},
  rest: Partial<BmsCall> = {},
): BmsCall {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name]));
  return { method, template, path, ...rest };
}

const address = {
  address1: '2 Side Street',
  address2: null,
  city: 'Dallas',
  state: 'TX',
  zipCode: '75201',
  countryId: null,
  country: 'United States',
  phone: '+1 214 555 0100',
  fax: null,
  latitude: 32.78,
  longitude: -96.8,
  emailAddress: 'office@example.com',
  isMain: true,
  isBilling: false,
  addressTypeId: null,
  addressType: 'Office',
};

const account = {
  parentId: null,
  accountCode: 'INI',
  accountTypeId: 4101,
  accountName: 'Initech',
  description: 'TPS reports',
  website: 'https://initech.example',
  businessTypeId: 0,
  serviceTypeId: null,
  currencyId: 1,
  salesTaxItemId: null,
  classId: null,
  accountManagerId: 30214,
  isActive: true,
  acquiredDate: '2024-05-06T00:00:00',
  creditLimit: 1000.5,
  netDays: 14,
  routeInvoiceToParent: false,
};

/** An entry's id of each of the tenant's lists that records must refer to. */
export interface Lists {
  readonly businessType: number;
  readonly category: number;
  readonly manufacturer: number;
}
interface Ids extends Lists {
  readonly account: number;
  readonly location: number;
  readonly contact: number;
  readonly asset: number;
}

function accountCalls(ids: Ids): BmsCall[] {
  const body = { ...account, businessTypeId: ids.businessType };
  const filters = {
    'Filter.AccountName': 'acme',
    'Filter.AccountCode': 'acme',
    'Filter.AccountTypeId': '4101',
    'Filter.AccountTypeName': 'Customer',
    'Filter.IsActive': 'true',
  };
  const lookup = { 'Filter.Ids': `${ids.account}`, 'Filter.Name': 'a', 'Filter.WithSecurityScope': 'true' };
  const id = { id: ids.account };
  const accountId = { accountId: ids.account };
  return [
    call('GET', '/v2/crm/accounts/summary', {}, { query: { ...filters, ...spans, ...PAGING } }),
    call('GET', '/v2/crm/accounts/summary'),
    call('GET', '/v2/crm/accounts/summary/{id}', id, { declaredBare: true }),
    call('GET', '/v2/crm/accounts/summary/{id}', id, { declaredBare: true, bare: true }),
    call(
      'GET',
      '/v2/crm/accounts/lookup',
      {},
      { query: { ...lookup, 'Filter.WithInactiveAccounts': 'true', ...PAGING } },
    ),
    call(
      'POST',
      '/v2/crm/accounts',
      {},
      {
        body: {
          ...body,
          locations: [{ locationName: 'Plant', isMain: true, isActive: true, addresses: [address] }],
        },
      },
    ),
    call('PUT', '/v2/crm/accounts/{id}', id, { body }),
    call('PATCH', '/v2/crm/accounts/{id}', id, {
      body: [{ op: 'replace', path: '/accountName', value: 'Acme Ltd' }],
    }),
    call('GET', '/v2/crm/accounts/{accountId}/alerts/{accountAlertType}', {
      ...accountId,
      accountAlertType: 0,
    }),
    call('GET', '/v2/crm/accounts/{accountId}/locations/lookup', accountId),
    call('GET', '/v2/crm/accounts/{accountId}/locations/{locationId}', {
      ...accountId,
      locationId: ids.location,
    }),
    call('GET', '/v2/crm/accounts/{accountId}/contacts/lookup', accountId, {
      query: { 'Filter.Name': 'ada', 'Filter.LocationId': `${ids.location}`, ...PAGING },
    }),
    call('GET', '/v2/crm/accounts/{accountId}/contacts/lookup', accountId),
    call('GET', '/v2/crm/accounts/{accountId}/contacts/{contactId}/summaryinfo', {
      ...accountId,
      contactId: ids.contact,
    }),
  ];
}

function contactCalls(ids: Ids): BmsCall[] {
  const person = { accountId: ids.account, locationId: ids.location, firstName: 'Grace', lastName: 'Hopper' };
  const filters = {
    'Filter.AccountId': `${ids.account}`,
    'Filter.AccountName': 'acme',
    'Filter.FirstName': 'ada',
    'Filter.LastName': 'lovelace',
    'Filter.Phone': '555',
    'Filter.Email': 'ada@',
    'Filter.IsActive': 'true',
  };
  const search = {
    'Filter.Ids': `${ids.contact}`,
    'Filter.AccountIds': `${ids.account}`,
    'Filter.AccountName': 'acme',
    'Filter.LocationId': `${ids.location}`,
    'Filter.LocationName': 'm',
    'Filter.FirstName': 'ada',
    'Filter.LastName': 'lovelace',
    'Filter.EmailAddress': 'ada@',
    'Filter.JobTitle': 'controller',
    'Filter.IsPoc': 'true',
    'Filter.HasClientPortalAccess': 'false',
    'Filter.IsActive': 'true',
  };
  const id = { id: ids.contact };
  const contactId = { contactId: ids.contact };
  return [
    call('GET', '/v2/crm/contacts/summary', {}, { query: { ...filters, ...spans, ...PAGING } }),
    call('GET', '/v2/crm/contacts/summary'),
    call('GET', '/v2/crm/contacts/summary/{id}', id, { declaredBare: true }),
    call('GET', '/v2/crm/contacts/summary/{id}', id, { declaredBare: true, bare: true }),
    call('GET', '/v2/crm/contacts/search', {}, { query: { ...search, ...PAGING } }),
    call('GET', '/v2/crm/contacts/search'),
    call(
      'POST',
      '/v2/crm/contacts/summary',
      {},
      {
        body: {
          ...person,
          emails: [{ emailAddress: 'grace@example.com', emailTypeId: 1, isDefault: true }],
          phones: [{ phoneNumber: '+1 212 555 0199', phoneTypeId: 2, isDefault: true }],
          customFieldsData: [],
        },
      },
    ),
    call('PATCH', '/v2/crm/contacts/{contactId}/emails', contactId, {
      body: [{ operation: 0, emailAddress: 'countess@example.com', typeId: 1, isDefault: true }],
    }),
    call('PATCH', '/v2/crm/contacts/{contactId}/phones', contactId, {
      body: [{ operation: 1, phoneNumber: '+1 212 555 0101', newPhoneNumber: '+1 212 555 0102' }],
    }),
    call('PATCH', '/v2/crm/contacts/{id}', id, {
      body: [{ op: 'replace', path: 'jobTitle', value: 'Countess' }],
    }),
    call('PUT', '/v2/crm/contacts/{id}', id, {
      body: {
        ...person,
        middleName: 'B.',
        jobTitle: null,
        poc: true,
        isActive: true,
        receiveInvoices: true,
        billByContact: false,
        effectiveDate: '2024-01-02T00:00:00Z',
      },
    }),
  ];
}

function assetCalls(ids: Ids): BmsCall[] {
  const filters = {
    'Filter.CategoryIds': `${ids.category},${ids.category + 1}`,
    'Filter.AssetName': 'ws',
    'Filter.MachineGroupId': 'root',
    'Filter.LocationName': 'depot',
    'Filter.SerialNumber': 'sn',
    'Filter.Description': 'x',
    'Filter.IPAddress': '10.',
    'Filter.AccountId': `${ids.account}`,
    'Filter.ContactId': `${ids.contact}`,
    'Filter.ContactName': 'ada',
    'Filter.ExcludedId': '1',
    'Filter.IsActive': 'true',
  };
  const body = {
    name: 'WS-9',
    accountId: ids.account,
    accountLocationId: ids.location,
    categoryId: ids.category,
    contactId: null,
    manufacturerId: ids.manufacturer,
    serialNumber: 'ABC123',
    dnsServers: '10.0.0.2',
    dhcpEnabled: true,
    lastLoginname: 'ada',
    purchaseCost: 999.5,
    acquisitionDate: '2024-05-06T00:00:00',
    isActive: true,
  };
  const base = '/v2/servicedesk/hardwareasset';
  const assetId = { assetId: ids.asset };
  return [
    call('GET', `${base}/searchselect`, {}, { query: { ...filters, ...PAGING } }),
    call('GET', `${base}/searchselect`),
    call('GET', `${base}/{assetId}`, assetId),
    call('GET', `${base}/{assetId}/tickets`, assetId, { query: PAGING }),
    call('GET', `${base}/{deviceId}/status`, { deviceId: agentIdOf(3) }),
    call('GET', '/v2/servicedesk/vsaasset/{agentId}/tickets', { agentId: agentIdOf(3) }, { query: PAGING }),
    call('GET', '/v2/servicedesk/softwareAssets/searchselect', {}, { query: PAGING }),
    call('POST', base, {}, { body }),
    call('PUT', `${base}/{assetId}`, assetId, { body }),
    call('GET', `${base}/{assetId}`, assetId),
  ];
}

function otherCalls(ids: Ids): BmsCall[] {
  const itglue = '/v2/integrations/itglue';
  const people = { 'Filter.Ids': '30211', ...PAGING };
  return [
    call('GET', '/v2/security/userinfo'),
    call('GET', '/v2/security/ssostatus', {}, { query: { Tenant: 'x', UserName: 'y' } }),
    call('GET', '/v2/system/settings'),
    call('GET', '/v2/system/locations/lookup'),
    call('GET', '/v2/system/accounttypes/lookup'),
    call('GET', '/v2/system/lookup/{tableName}', { tableName: 'Country' }),
    call('GET', '/v2/system/tenantlookup/{tableName}', { tableName: 'Manufacturer' }),
    call(
      'POST',
      '/v2/system/tenantlookup/{tableName}',
      { tableName: 'Manufacturer' },
      {
        body: { name: 'Framework', description: null, isActive: true },
      },
    ),
    call('GET', '/v2/system/statuses/lookup'),
    call('GET', '/v2/system/priorities/lookup'),
    call('GET', '/v2/system/queues/lookup'),
    call('GET', '/v2/hr/employees/lookup', {}, { query: { ...people, 'Filter.Name': 'dana' } }),
    call(
      'GET',
      '/v2/hr/employees/searchselect',
      {},
      {
        query: { ...people, 'Filter.Filter_Text': 'dana', 'Filter.IsActive': 'true' },
      },
    ),
    call('GET', '/v2/hr/assignees/lookup', {}, { query: { ...people, 'Filter.Name': 'dana' } }),
    call('GET', '/v2/system/customFields/{moduleId}', { moduleId: 5 }, { query: { withInactive: 'false' } }),
    call('GET', '/v2/system/customFields/{moduleId}/{objectId}', { moduleId: 5, objectId: ids.asset }),
    call('GET', '/v2/rmm/integrations'),
    call('GET', '/v2/rmm/{integrationType}/status', { integrationType: 'vsa' }),
    call(
      'GET',
      '/v2/rmm/{integrationType}/mappings/{entityType}',
      { integrationType: 'vsa', entityType: 'assets' },
      {
        query: { 'Filter.PsaIds': `${ids.asset}`, 'Filter.ExternalIds': agentIdOf(3), ...PAGING },
        undeclared: '#/components/schemas/EntityMappingOutputDtoIEnumerablePagedResponse',
      },
    ),
    call('GET', '/v2/system/slas/lookup'),
    call('GET', '/v2/system/worktypes/lookup'),
    call('GET', '/v2/system/issuetypes/lookup'),
    call('GET', '/v2/finance/contracts/lookup', {}, { query: { AccountId: `${ids.account}` } }),
    call('GET', '/v2/servicedesk/tickets', {}, { query: { 'Filter.ExcludeCompleted': '1', ...PAGING } }),
    call('POST', '/v2/servicedesk/tickets/search', {}, { body: { pageSize: 10, pageNumber: 1 } }),
    call('GET', '/v2/servicedesk/tickets/count', {}, { query: { ExcludeCompleted: '1' } }),
    call('GET', `${itglue}/status`),
    call('GET', `${itglue}/accounts/{accountId}/lookup`, { accountId: ids.account }),
    call('GET', `${itglue}/locations/{locationId}/lookup`, { locationId: ids.location }),
    call('GET', `${itglue}/contacts/{contactId}/lookup`, { contactId: ids.contact }),
    call('GET', `${itglue}/hardwareassets/{hardwareassetId}/lookup`, { hardwareassetId: ids.asset }),
  ];
}

const rmm = '/v2/rmm/{integrationType}';
const vsa = { integrationType: 'vsa' };
/** The number of the tenant's nth job. */
const job = (nth: number) => ({ ...vsa, jobId: 7_700_412_000 + 7 * nth });

const rmmAsset = {
  transactionId: 'T-1',
  assetId: '640000000000000',
  agentId: '640000000000000',
  organization: { id: '52361412952525411214415725', name: 'Seen By RMM' },
  name: 'NEW-01',
  description: 'made by a job',
  machineGroupId: 'new-01.root.seen',
  type: 'Server',
  locationId: null,
  additionalInfo: {
    acquisitionDate: SPAN.From,
    warrantyExpDate: null,
    expiryDate: null,
    barcode: 'B1',
    purchaseCost: 12.5,
  },
  assetDetails: { assetManufacturer: 'Dell', serialNumber: 'SN-NEW', osType: '2022', lastLoginName: 'kim' },
  assetNetworkDetails: { ipAddress: '10.0.0.9', macAddress: '00:14:22:01:23:45', dhcpEnabled: true },
  assetMotherboardInfo: { motherboardManufacturer: 'Dell', busSpeed: '100 MHz' },
  assetChassisInfo: { chassisType: 'Rack Mount Chassis' },
};

/** Writes of an RMM, each followed by what is asked of its job. */
function rmmCalls(ids: Ids): BmsCall[] {
  const mapping = { ...vsa, entityType: 'accounts' };
  const none = '#/components/schemas/IntegrationMappingJobStatusOutputDtoResponse';
  const started = '#/components/schemas/IntegrationJobOutputDtoResponse';
  return [
    call('POST', `${rmm}/assets`, vsa, { body: [rmmAsset] }),
    call('GET', `${rmm}/assets/status/{jobId}`, job(1)),
    call('GET', `${rmm}/assets/status/{jobId}`, job(1)),
    call('PUT', `${rmm}/assets`, vsa, { body: [{ ...rmmAsset, name: 'NEW-02' }] }),
    call('PUT', `${rmm}/assets/deactivate`, vsa, {
      body: [{ transactionId: 'T-2', assetId: rmmAsset.assetId }],
    }),
    call('GET', `${rmm}/assets/status/{jobId}`, job(3)),
    call('POST', `${rmm}/mappings/{entityType}`, mapping, {
      body: [{ externalId: '52361412952525411214415726', psaId: ids.account }],
      undeclared: started,
    }),
    call('GET', `${rmm}/mappings/status/{jobId}`, job(4), { undeclared: none }),
    call('DELETE', `${rmm}/mappings/{entityType}`, mapping, {
      body: [{ externalId: '52361412952525411214415726' }],
    }),
    call('POST', `${rmm}/tickets`, vsa, {
      body: [{ transactionId: 'T-3', alertRefId: 'A-1', title: 'Disk full' }],
    }),
    call('POST', `${rmm}/tickets/resolve`, vsa, { body: [{ transactionId: 'T-4', alertRefId: 'A-1' }] }),
    call('POST', `${rmm}/tickets/duplicate`, vsa, { body: [{ transactionId: 'T-5', alertRefId: 'A-1' }] }),
    call('GET', `${rmm}/tickets/status/{jobId}`, job(5)),
  ];
}

/** The calls, in the order to make them: deletions last. */
export function bmsCalls(simulator: BmsSimulator, lists: Lists): BmsCall[] {
  const id = (kind: 'organization' | 'location' | 'contact' | 'machine', key: string): number => {
    const found = simulator.recordId(kind, key);
    if (found === null) throw new Error(`the fleet has no ${kind} ${key}`);
    return Number(found);
  };
  const ids: Ids = {
    account: id('organization', 'acme'),
    location: id('location', 'acme-hq'),
    contact: id('contact', 'ada'),
    asset: id('machine', 'ws1'),
    ...lists,
  };
  return [
    ...otherCalls(ids),
    ...accountCalls(ids),
    ...contactCalls(ids),
    ...assetCalls(ids),
    ...rmmCalls(ids),
    call('DELETE', '/v2/crm/contacts/{Id}', { Id: ids.contact }),
    call('DELETE', '/v2/servicedesk/hardwareasset/{Id}', { Id: ids.asset }),
  ];
}
