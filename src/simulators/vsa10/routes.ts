/** The resources of VSA 10 under `/api/v3`. There is no DELETE for any of them. */
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { VsaError } from '../vsa/envelope';
import { definedOf } from '../vsa/input';
import { type FieldRules, rulesFor, sortable } from '../vsa/odata';
import { list, one } from './answers';
import { type Group, NO_CONTACT, type Organization, type Site } from './records';
import { nextId, type State } from './seed';
import type { Vsa10Switches } from './switches';
import type { Tree } from './tree';

export interface Parts {
  readonly state: State;
  readonly tree: Tree;
  readonly switches: Vsa10Switches;
}

const TREE_FIELDS: FieldRules = {
  ...rulesFor(sortable('int'), 'Id ParentId PsaMappingId'),
  ...rulesFor(sortable('string'), 'Name ParentName PsaIntegrationType Notes'),
};
const DEVICE_FIELDS: FieldRules = {
  ...rulesFor(sortable('string'), 'Identifier Name GroupName SiteName OrganizationName'),
  ...rulesFor(sortable('boolean'), 'IsAgentInstalled IsMdmEnrolled'),
  ...rulesFor(sortable('int'), 'GroupId SiteId OrganizationId'),
};
const ASSET_FIELDS: FieldRules = {
  ...rulesFor(sortable('string'), 'Identifier Name GroupName Type'),
  ...rulesFor(sortable('int'), 'SiteId OrganizationId'),
};

const name = z.string().min(1);
const contactInformation = z
  .object({
    Phone: z.string(),
    Fax: z.string(),
    Email: z.string(),
    ContactName: z.string(),
    CountryCode: z.string(),
    City: z.string(),
    Address1: z.string(),
    Address2: z.string(),
    Zip: z.string(),
  })
  .partial();
const organizationBody = z.object({ Name: name });
const siteBody = z.object({
  Name: name,
  ParentId: z.int(),
  ContactInformation: contactInformation.optional(),
});
const groupBody = z.object({ Name: name, ParentId: z.int(), Notes: z.string().optional() });

function idIn(context: Context): number {
  const text = context.req.param('id') ?? '';
  if (!/^\d{1,9}$/.test(text)) throw new VsaError(400, `The value '${text}' is not valid.`);
  return Number(text);
}

async function bodyOf<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  let body: unknown;
  try {
    body = await context.req.json();
  } catch {
    throw new VsaError(400, 'The request is not valid JSON.');
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new VsaError(
    400,
    result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  );
}

export function organizationRoutes({ state, tree, switches }: Parts): Hono {
  const routes = new Hono();
  routes.get('/organizations', (c) => list(c, tree.organizations(), TREE_FIELDS, switches));
  routes.get('/organizations/:id', (c) => one(tree.organization(idIn(c))));
  routes.get('/organizations/:id/customfields', (c) => {
    tree.organization(idIn(c));
    return list(c, [], TREE_FIELDS, switches);
  });
  routes.post('/organizations', async (c) => {
    const { Name } = await bodyOf(c, organizationBody);
    const made: Organization = {
      Id: nextId(state.organizations),
      Name,
      IsMultiSite: false,
      HasCustomFields: false,
    };
    state.organizations.set(made.Id, made);
    return one(made);
  });
  routes.put('/organizations/:id', async (c) => {
    const found = tree.organization(idIn(c));
    found.Name = (await bodyOf(c, organizationBody)).Name;
    for (const site of state.sites.values()) if (site.ParentId === found.Id) site.ParentName = found.Name;
    return one(found);
  });
  return routes;
}

export function siteRoutes({ state, tree, switches }: Parts): Hono {
  const routes = new Hono();
  routes.get('/sites', (c) => list(c, tree.sites(), TREE_FIELDS, switches));
  routes.get('/sites/:id', (c) => one(tree.site(idIn(c))));
  routes.get('/sites/:id/customfields', (c) => {
    tree.site(idIn(c));
    return list(c, [], TREE_FIELDS, switches);
  });
  routes.post('/sites', async (c) => {
    const { Name, ParentId, ContactInformation } = await bodyOf(c, siteBody);
    const made: Site = {
      Id: nextId(state.sites),
      Name,
      ParentId,
      ParentName: tree.organization(ParentId).Name,
      PsaMappingId: null,
      PsaIntegrationType: null,
      HasCustomFields: false,
      ContactInformation: { ...NO_CONTACT, ...definedOf(ContactInformation ?? {}) },
    };
    state.sites.set(made.Id, made);
    return one(made);
  });
  routes.put('/sites/:id', async (c) => {
    const found = tree.site(idIn(c));
    const { Name, ParentId, ContactInformation } = await bodyOf(c, siteBody);
    Object.assign(found, { Name, ParentId, ParentName: tree.organization(ParentId).Name });
    if (ContactInformation) found.ContactInformation = { ...NO_CONTACT, ...definedOf(ContactInformation) };
    return one(found);
  });
  return routes;
}

export function groupRoutes({ state, tree, switches }: Parts): Hono {
  const routes = new Hono();
  routes.get('/groups', (c) => list(c, tree.groups(), TREE_FIELDS, switches));
  routes.get('/groups/:id', (c) => one(tree.group(idIn(c))));
  routes.get('/groups/:id/customfields', (c) => {
    tree.group(idIn(c));
    return list(c, [], TREE_FIELDS, switches);
  });
  routes.post('/groups', async (c) => {
    const { Name, ParentId, Notes } = await bodyOf(c, groupBody);
    const made: Group = {
      Id: nextId(state.groups),
      Name,
      ParentId: tree.site(ParentId).Id,
      Notes: Notes ?? '',
    };
    state.groups.set(made.Id, made);
    return one(made);
  });
  routes.put('/groups/:id', async (c) => {
    const found = tree.group(idIn(c));
    const { Name, ParentId, Notes } = await bodyOf(c, groupBody);
    Object.assign(found, { Name, ParentId: tree.site(ParentId).Id, Notes: Notes ?? found.Notes });
    return one(found);
  });
  return routes;
}

export function machineRoutes({ state, tree, switches }: Parts): Hono {
  const routes = new Hono();
  const machineIn = (c: Context) => tree.machine(c.req.param('identifier') ?? '');
  routes.get('/devices', (c) =>
    list(
      c,
      tree.machines().map((m) => tree.deviceRow(m)),
      DEVICE_FIELDS,
      switches,
    ),
  );
  routes.get('/devices/:identifier', (c) => {
    const machine = machineIn(c);
    return one({ ...tree.deviceRow(machine), ...machine.details });
  });
  for (const part of ['notifications', 'antivirus', 'customfields']) {
    routes.get(`/devices/:identifier/${part}`, (c) => {
      machineIn(c);
      return list(c, [], {}, switches);
    });
  }
  routes.put('/devices/:identifier/move', async (c) => {
    const machine = machineIn(c);
    const { GroupId } = await bodyOf(c, z.object({ GroupId: z.int() }));
    const moved = { ...machine, groupId: tree.group(GroupId).Id };
    state.machines.set(machine.identifier, moved);
    return one(tree.deviceRow(moved));
  });
  // The simulated server holds none of these.
  for (const name of ['customfields', 'scopes', 'notifications', 'auditlogs', 'notifications/webhooks']) {
    routes.get(`/${name}`, (c) => list(c, [], {}, switches));
  }
  routes.get('/assets', (c) =>
    list(
      c,
      tree.machines().map((m) => tree.assetRow(m)),
      ASSET_FIELDS,
      switches,
    ),
  );
  routes.get('/assets/:identifier', (c) => one(tree.assetRow(machineIn(c))));
  routes.get('/environment', () => one({ Name: 'VSA 10', Version: '10.14.0.0' }));
  return routes;
}
