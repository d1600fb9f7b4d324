/** What other products' integrations keep in BMS (BMS API v2: RMM, Integrations). */
import { list, notFound, one, Refusal, type Reply } from './envelope';
import type { ListRow } from './query';
import type { Call, Route } from './route';
import { inScope } from './scope';
import type { RecordKind } from './state';

/** VSA's number among the RMM products, as on assets (`integrationTypeId`). */
export const VSA = 2;

const isVsa = (call: Call): boolean => call.param('integrationType').toLowerCase() === 'vsa';

interface Mapping {
  /** The BMS id. */
  readonly id: number;
  readonly externalId: string;
  readonly createdOn: Date;
}

/** Pairs of the RMM's ids and ours: those that came with the tenant, and over them those made since. */
function mappings(call: Call): Mapping[] {
  const { state } = call;
  const entity = call.param('entityType').toLowerCase();
  const integration = call.param('integrationType').toLowerCase();
  const pairs = new Map(given(call, entity).map((pair) => [pair.externalId, pair]));
  for (const { externalId, id } of state.external.of(integration, entity)) {
    const row = entity === 'assets' ? state.assets.get(id) : state.accounts.get(id);
    if (row) pairs.set(externalId, { id, externalId, createdOn: row.createdOn });
  }
  return [...pairs.values()];
}

/** The entity types have no public names; accounts and assets are those there are. */
function given(call: Call, entity: string): Mapping[] {
  const { state, links } = call;
  if (!isVsa(call)) return [];
  if (entity === 'assets') {
    return state.assets
      .all()
      .filter((asset) => inScope(call, asset.accountId))
      .flatMap(({ id, agentId, createdOn }) =>
        agentId === null ? [] : [{ id, externalId: agentId, createdOn }],
      );
  }
  if (entity !== 'accounts') return [];
  return state.accounts
    .all()
    .filter((account) => inScope(call, account.id))
    .flatMap(({ id, createdOn }) => {
      const externalId = links.vsaOrganization(id);
      return externalId === undefined ? [] : [{ id, externalId, createdOn }];
    });
}

function mappingPage(call: Call): Reply {
  const externalIds = call.query.commaSeparated('Filter.ExternalIds');
  const psaIds = call.query.commaSeparated('Filter.PsaIds');
  const found = mappings(call).filter(
    ({ id, externalId }) =>
      (externalIds.length === 0 || externalIds.includes(externalId)) &&
      (psaIds.length === 0 || psaIds.includes(String(id))),
  );
  const row = ({ id, externalId, createdOn }: Mapping): ListRow => ({ externalId, psaId: id, createdOn });
  return call.query.page(found, row);
}

/** The IT Glue record that the vendor's sync holds to be the same. */
function counterpart(kind: RecordKind, parameter: string) {
  return (call: Call): Reply => {
    const { links, switches } = call;
    if (!links.itglueConnected) throw new Refusal(400, 'The IT Glue integration is not enabled');
    const id = call.id(parameter);
    const accountId = owner(call, kind, id);
    if (accountId === undefined || !inScope(call, accountId)) throw notFound('Record');
    const link = links.itglue(kind, id);
    if (link === undefined && switches.unlinked === 'refusal') throw notFound('IT Glue record');
    return one(link === undefined ? null : { id: link.id, name: link.name });
  };
}

function owner({ state }: Call, kind: RecordKind, id: number): number | undefined {
  if (kind === 'organization') return state.accounts.get(id)?.id;
  if (kind === 'location') return state.locations.get(id)?.accountId;
  if (kind === 'contact') return state.contacts.get(id)?.accountId;
  return state.assets.get(id)?.accountId;
}

const base = '/v2/integrations/itglue';
export const integrationRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/v2/rmm/integrations',
    handle: () =>
      list([
        {
          type: VSA,
          enabled: true,
          target: null,
          enableRemoteConnect: false,
          showServerAddressOnTicket: false,
        },
      ]),
  },
  {
    method: 'GET',
    template: '/v2/rmm/{integrationType}/status',
    handle: (call) => one({ isEnabled: isVsa(call) }),
  },
  { method: 'GET', template: '/v2/rmm/{integrationType}/mappings/{entityType}', handle: mappingPage },
  {
    method: 'GET',
    template: `${base}/status`,
    handle: ({ links, state }) =>
      one({
        masterTenantId: state.tenantId,
        itGlueAccountId: links.itglueConnected ? 2_048_117 : null,
        isEnabled: links.itglueConnected,
        subdomain: links.itglueConnected ? 'example' : null,
        region: 0,
        isTicketSyncEnabled: false,
      }),
  },
  {
    method: 'GET',
    template: `${base}/accounts/{accountId}/lookup`,
    handle: counterpart('organization', 'accountId'),
  },
  {
    method: 'GET',
    template: `${base}/locations/{locationId}/lookup`,
    handle: counterpart('location', 'locationId'),
  },
  {
    method: 'GET',
    template: `${base}/contacts/{contactId}/lookup`,
    handle: counterpart('contact', 'contactId'),
  },
  {
    method: 'GET',
    template: `${base}/hardwareassets/{hardwareassetId}/lookup`,
    handle: counterpart('machine', 'hardwareassetId'),
  },
];
