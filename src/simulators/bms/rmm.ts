/** What an RMM writes into BMS (BMS API v2: RMM): assets by their id over there, mappings, tickets. All of it in jobs. */
import * as z from 'zod';
import { bind, dto, text } from './bind';
import { notFound, nothing, one, Refusal, type Reply } from './envelope';
import { VSA } from './integrations';
import { done, failed, type JobKind, type Outcome } from './jobs';
import { type AssetSent, assetInput, deactivation, mapping, ticket } from './rmmInput';
import type { Call, Route } from './route';
import { inScope } from './scope';
import type { Account, Asset } from './state';

const typeOf = (call: Call): string => call.param('integrationType').toLowerCase();

/** The asset that the RMM knows by this id: VSA's are known by their agent, others by an earlier write. */
function assetOf(call: Call, externalId: string): Asset | undefined {
  const { state } = call;
  const known = state.external.find(typeOf(call), 'assets', externalId);
  if (known !== null) return state.assets.get(known);
  if (typeOf(call) !== 'vsa') return undefined;
  return state.assets.all().find((asset) => asset.agentId === externalId);
}

/** By its mapping, else by exactly its name; an unknown one is made, as the vendor's integration does. */
function accountOf(call: Call, sent: AssetSent): Account | null {
  const { state } = call;
  const { id = null, name = null } = sent.organization ?? {};
  const mapped = id === null ? null : state.external.find(typeOf(call), 'accounts', id);
  const known =
    (mapped === null ? undefined : state.accounts.get(mapped)) ??
    state.accounts.all().find((account) => account.accountName === name);
  if (known !== undefined || name === null || name.trim() === '') return known ?? null;
  const made = newAccount(call, name);
  if (id !== null) state.external.put(typeOf(call), 'accounts', id, made.id);
  return made;
}

function newAccount({ state, user }: Call, accountName: string): Account {
  const { catalog } = state;
  const created = state.created(user);
  const account = state.accounts.put({
    ...created,
    id: state.ids.account.next(),
    accountName,
    parentId: null,
    accountCode: null,
    accountTypeId: catalog.accountTypes.find((type) => type.isDefault)?.id ?? 0,
    description: null,
    website: null,
    businessTypeId: catalog.defaultId('businessType'),
    serviceTypeId: null,
    currencyId: null,
    salesTaxItemId: null,
    classId: null,
    accountManagerId: user,
    isActive: true,
    acquiredDate: null,
    creditLimit: null,
    netDays: null,
    routeInvoiceToParent: false,
    isBilling: false,
  });
  const location = { ...created, id: state.ids.location.next(), accountId: account.id, addresses: [] };
  state.addLocation({ ...location, locationName: 'Main', isMain: true, isActive: true });
  return account;
}

/** Manufacturers and categories come by their names. */
function hardwareOf({ state: { catalog } }: Call, sent: AssetSent) {
  const { assetDetails: main, assetNetworkDetails: net } = sent;
  const { assetMotherboardInfo: board, assetChassisInfo: box, additionalInfo: more } = sent;
  const maker = (name: string | null | undefined) => catalog.intern('manufacturer', name ?? '');
  const { assetManufacturer, lastLoginName, ...known } = main ?? {};
  const { warrantyExpDate, expiryDate, barcode, ...bought } = more ?? {};
  const { motherboardManufacturer, ...mainboard } = board ?? {};
  const { chassisManufacturer, ...casing } = box ?? {};
  return {
    ...known,
    ...(net ?? {}),
    ...mainboard,
    ...casing,
    ...bought,
    ...(main ? { manufacturerId: maker(assetManufacturer), lastLoginname: lastLoginName ?? null } : {}),
    ...(board ? { motherboardManufacturerId: maker(motherboardManufacturer) } : {}),
    ...(box ? { chassisManufacturerId: maker(chassisManufacturer) } : {}),
    ...(more
      ? {
          warrantyExpirationDate: warrantyExpDate ?? null,
          expirationDate: expiryDate ?? null,
          barCode: barcode ?? null,
        }
      : {}),
  };
}

function written(call: Call, sent: AssetSent): Outcome & { readonly psaAssetId: number | null } {
  const { state, user } = call;
  const refuse = (message: string) => ({ ...failed(message), psaAssetId: null });
  if (!sent.assetId) return refuse('AssetId is required');
  const current = assetOf(call, sent.assetId);
  const account = accountOf(call, sent);
  const accountId = account?.id ?? current?.accountId;
  if (accountId === undefined || !inScope(call, accountId)) return refuse('The organization is not known');
  const location = state.locationsOf(accountId).find((one) => one.isMain) ?? state.locationsOf(accountId)[0];
  if (location === undefined) return refuse('The account has no location');
  if (!sent.name && current === undefined) return refuse('Name is required');
  const { catalog } = state;
  const base: Asset = current ?? { ...BLANK, ...state.created(user), id: state.ids.asset.next() };
  const stays = current?.accountId === accountId;
  const asset = state.assets.put({
    ...base,
    ...hardwareOf(call, sent),
    ...(current ? state.modified(current, user) : {}),
    name: sent.name ?? base.name,
    accountId,
    accountLocationId: stays ? base.accountLocationId : location.id,
    contactId: stays ? base.contactId : null,
    categoryId:
      catalog.intern('assetHardwareCategory', sent.type ?? '') ??
      (base.categoryId || catalog.defaultId('assetHardwareCategory')),
    description: sent.description ?? base.description,
    machineGroupId: sent.machineGroupId ?? base.machineGroupId,
    agentId: sent.agentId ?? base.agentId,
    integrationTypeId: typeOf(call) === 'vsa' ? VSA : base.integrationTypeId,
    isActive: true,
  });
  state.external.put(typeOf(call), 'assets', sent.assetId, asset.id);
  return { ...done(current ? 'Updated' : 'Created'), psaAssetId: asset.id };
}

async function writeAssets(call: Call): Promise<Reply> {
  const sent = bind(z.array(assetInput), await call.json());
  const outcomes = sent.map((one) => ({
    ...written(call, one),
    transactionId: one.transactionId,
    assetId: one.assetId,
  }));
  return one({ jobId: String(call.state.jobs.add('assets', 'update', outcomes)) });
}

async function deactivate(call: Call): Promise<Reply> {
  const { state, user } = call;
  const sent = bind(z.array(deactivation), await call.json());
  const outcomes = sent.map(({ transactionId, assetId }) => {
    const asset = assetId === null ? undefined : assetOf(call, assetId);
    if (asset) state.assets.put({ ...asset, isActive: false, ...state.modified(asset, user) });
    const outcome = asset ? done('Deactivated') : failed('The asset is not known');
    return { ...outcome, transactionId, assetId, psaAssetId: asset?.id ?? null };
  });
  return one({ jobId: String(state.jobs.add('assets', 'delete', outcomes)) });
}

function entityOf(call: Call): 'accounts' | 'assets' {
  const entity = call.param('entityType').toLowerCase();
  if (entity === 'accounts' || entity === 'assets') return entity;
  throw new Refusal(400, `The entity type '${entity}' is not supported`);
}

async function addMappings(call: Call): Promise<Reply> {
  const { state } = call;
  const entity = entityOf(call);
  const sent = bind(z.array(mapping), await call.json());
  const outcomes = sent.map(({ externalId, psaId }) => {
    const known = psaId !== null && externalId !== null && state[entity].get(psaId) !== undefined;
    if (known) state.external.put(typeOf(call), entity, externalId, psaId);
    return { ...(known ? done('Mapped') : failed('The record is not known')), externalId, psaId };
  });
  return one({ jobId: String(state.jobs.add('mappings', 'create', outcomes)) });
}

async function removeMappings(call: Call): Promise<Reply> {
  const entity = entityOf(call);
  const sent = bind(z.array(dto({ externalId: text() })), await call.json());
  for (const { externalId } of sent) {
    if (externalId !== null) call.state.external.remove(typeOf(call), entity, externalId);
  }
  return nothing();
}

/** The simulated tenant keeps no tickets: what is sent is acknowledged as an integration without a queue would. */
async function writeTickets(call: Call): Promise<Reply> {
  const sent = bind(z.array(ticket), await call.json());
  const outcomes = sent.map(({ transactionId, alertRefId }) => ({
    ...failed('No default queue is set for this integration'),
    transactionId,
    alertRefId,
    ticketNumber: null,
    ticketId: null,
  }));
  return one({ jobId: String(call.state.jobs.add('tickets', 'create', outcomes)) });
}

const status = (kind: JobKind) => (call: Call) => {
  const jobId = /^\d{1,15}$/.test(call.param('jobId')) ? Number(call.param('jobId')) : Number.NaN;
  const answer = call.state.jobs.poll(kind, jobId, call.switches.pollsUntilJobIsDone);
  if (answer === undefined) throw notFound('Job');
  return one(answer);
};

const BLANK: Omit<Asset, 'id' | 'createdBy' | 'createdOn' | 'modifiedBy' | 'modifiedOn'> = {
  ...{ name: '', accountId: 0, accountLocationId: 0, contactId: null, categoryId: 0, brandId: null },
  ...{ serialNumber: null, businessImpactId: null, stateId: null, locationInfo: null, description: null },
  ...{ barCode: null, assetTag: null, vendorId: null, isActive: true, modelNumber: null },
  ...{ machineGroupId: null, ipAddress: null, subnetMask: null, defaultGateway: null, dnsServers: null },
  ...{ dhcpEnabled: false, dhcpServer: null, winsEnabled: false, primaryWinsServer: null },
  ...{ secondaryWinsServer: null, connectionGatewayIp: null, osType: null, osInfo: null },
  ...{ majorVersion: null, minorVersion: null, macAddress: null, loginName: null, lastLoginname: null },
  ...{ currentUser: null, productName: null, machineVersion: null, motherboardManufacturerId: null },
  ...{ motherboardProductCode: null, motherboardSerialNumber: null, motherboardVersion: null },
  ...{ chassisAssetTag: null, chassisManufacturerId: null, chassisSerialNumber: null, chassisType: null },
  ...{ chassisVersion: null, busSpeed: null, manufacturerId: null, maxMemorySize: null },
  ...{ maxMemorySlots: null, computerName: null, purchaseCost: null, warrantyExpirationDate: null },
  ...{ expirationDate: null, acquisitionDate: null, firstCheckIn: null, lastCheckIn: null },
  ...{ lastReboot: null, agentId: null, integrationTypeId: null, isOnline: false },
};

const base = '/v2/rmm/{integrationType}';
const module = 'assets';
export const rmmRoutes: readonly Route[] = [
  { method: 'POST', template: `${base}/assets`, module, handle: writeAssets },
  { method: 'PUT', template: `${base}/assets`, module, handle: writeAssets },
  { method: 'PUT', template: `${base}/assets/deactivate`, module, handle: deactivate },
  { method: 'GET', template: `${base}/assets/status/{jobId}`, module, handle: status('assets') },
  { method: 'POST', template: `${base}/mappings/{entityType}`, module, handle: addMappings },
  { method: 'DELETE', template: `${base}/mappings/{entityType}`, module, handle: removeMappings },
  { method: 'GET', template: `${base}/mappings/status/{jobId}`, module, handle: status('mappings') },
  { method: 'POST', template: `${base}/tickets`, handle: writeTickets },
  { method: 'POST', template: `${base}/tickets/resolve`, handle: writeTickets },
  { method: 'POST', template: `${base}/tickets/duplicate`, handle: writeTickets },
  { method: 'GET', template: `${base}/tickets/status/{jobId}`, handle: status('tickets') },
];
