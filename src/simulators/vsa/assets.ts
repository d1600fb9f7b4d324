/** `/assetmgmt/assets` and `/assetmgmt/assettypes`: what was seen on the networks, with an agent or without. */
import { Hono } from 'hono';
import { idIn } from './input';
import { type FieldRules, filterable, rulesFor, sortable } from './odata';
import { ASSET_TYPES } from './seed-machines';
import type { VsaEnv, VsaServer } from './server';

const FIELDS: FieldRules = {
  ...rulesFor(filterable('decimal'), 'AssetId MachineGroupId OrgId AgentId'),
  ...rulesFor(sortable('decimal'), 'AssetTypeId ProbeId TicketCount AlarmCount ProbeAgentGuid NMapProbeId'),
  ...rulesFor(
    sortable('string'),
    `AssetName MachineGroup DisplayName LastSeenDate PrimaryProbe PrimaryProbeId HostName OSName OSType OSFamily
    OSGeneration DeviceManufacturer`,
  ),
  ...rulesFor(sortable('boolean'), 'IsComputerAgent IsMobileAgent IsSNMPActive IsVProActive'),
  ...rulesFor(sortable('int'), 'IsMonitoring IsPatching IsAuditing IsBackingUp IsSecurity'),
};

const TYPE_FIELDS: FieldRules = {
  ...rulesFor(filterable('decimal'), 'AssetTypeId ParentAssetTypeId'),
  AssetTypeName: sortable('string'),
};

export function assetRoutes(server: VsaServer): Hono<VsaEnv> {
  const { state, answers } = server;
  const routes = new Hono<VsaEnv>();
  routes.get('/assetmgmt/assets', (c) => server.list(c, server.visible(state.assets.values()), FIELDS));
  routes.get('/assetmgmt/assets/:assetId', (c) => {
    return answers.one(server.owned(state.assets, idIn(c, 'assetId'), 'Asset'));
  });
  routes.get('/assetmgmt/assets/getassetbyid/:assetId', (c) => {
    return answers.one(server.owned(state.assets, idIn(c, 'assetId'), 'Asset'));
  });
  routes.get('/assetmgmt/alarms/:returnAllRecords', (c) => server.list(c, [], {}));
  routes.get('/automation/servicedesks', (c) => server.list(c, [], {}));
  routes.get('/assetmgmt/assettypes', (c) => server.list(c, ASSET_TYPES, TYPE_FIELDS));
  return routes;
}
