/** Complete listings of the three kinds that VSA has. */
import type * as z from 'zod';
import { Failure } from '../../engine/failure';
import type { Coverage, Kind, SourceRecord } from '../../engine/model';
import type { ScanContext } from '../../engine/ports';
import { type Page, readWhole, understand, type Whole } from '../listing';
import { agentPages, auditPages, readTimeZone, slimAudit } from './agents';
import type { VsaClient } from './client';
import { assetRecord } from './lens/asset';
import { contactRecord } from './lens/contact';
import { organizationRecord } from './lens/organization';
import { orgPages } from './orgs';
import { staffPages } from './staff';
import { idOf } from './values';
import { agentShape, auditShape, orgShape, staffShape, type WireAudit } from './wire';

const SCOPE = 'Only what the scope of the integration user holds is visible.';

interface Listing<W> {
  readonly kind: Kind;
  readonly what: string;
  readonly shape: z.ZodType<W>;
  readonly pages: () => AsyncIterable<Page>;
  readonly record: (wire: W) => SourceRecord;
}

async function listRecords<W>(
  client: VsaClient,
  listing: Listing<W>,
  context: ScanContext,
  hidden: string,
): Promise<Coverage> {
  const whole = await readWhole<SourceRecord>({
    system: 'vsa',
    what: listing.what,
    totalName: 'TotalRecords',
    clock: client.clock,
    pages: listing.pages,
    understand: understand(listing.shape, (wire) => {
      const value = listing.record(wire);
      return { id: value.id, value };
    }),
    take: context.page,
    problem: (id, message) => context.problem({ system: 'vsa', kind: listing.kind, id, message }),
  });
  return { system: 'vsa', kind: listing.kind, ...whole, hidden };
}

interface Audits {
  readonly byAgent: ReadonlyMap<string, WireAudit>;
  readonly whole: Whole | null;
}

/** A role without the Audit right still lists its agents: their serial numbers are then unknown, which is no failure. */
async function listAudits(client: VsaClient, context: ScanContext): Promise<Audits> {
  const byAgent = new Map<string, WireAudit>();
  try {
    const whole = await readWhole<WireAudit>({
      system: 'vsa',
      what: 'audit summaries',
      totalName: 'TotalRecords',
      clock: client.clock,
      pages: () => auditPages(client, context.signal),
      understand: understand(auditShape, (audit) => ({ id: idOf(audit.AgentGuid), value: slimAudit(audit) })),
      take: (audits) => {
        for (const audit of audits) byAgent.set(idOf(audit.AgentGuid), audit);
      },
      problem: (id, message) => context.problem({ system: 'vsa', kind: 'asset', id, message }),
    });
    return { byAgent, whole };
  } catch (error) {
    if (Failure.is(error, 'forbidden')) return { byAgent, whole: null };
    throw error;
  }
}

async function scanAssets(client: VsaClient, url: string, context: ScanContext): Promise<Coverage> {
  const [audits, offsetMinutes] = await Promise.all([
    listAudits(client, context),
    readTimeZone(client, context.signal),
  ]);
  const listing = {
    kind: 'asset',
    what: 'agents',
    shape: agentShape,
    pages: () => agentPages(client, context.signal),
    record: (agent: z.infer<typeof agentShape>) =>
      assetRecord(agent, audits.byAgent.get(idOf(agent.AgentId)), { url, offsetMinutes }),
  } as const;
  const noAudit =
    'The role of the integration user lacks Audit: serial numbers, MAC addresses, manufacturers and models are unknown.';
  if (audits.whole !== null) return listRecords(client, listing, context, SCOPE);
  context.problem({ system: 'vsa', kind: 'asset', id: null, message: noAudit });
  return listRecords(client, listing, context, `${noAudit} ${SCOPE}`);
}

export function scanVsa(
  client: VsaClient,
  url: string,
  kind: Kind,
  context: ScanContext,
): Promise<Coverage> | null {
  const { signal } = context;
  switch (kind) {
    case 'organization': {
      const pages = () => orgPages(client, signal);
      const record = (org: z.infer<typeof orgShape>) => organizationRecord(org, url);
      return listRecords(
        client,
        { kind, what: 'organizations', shape: orgShape, pages, record },
        context,
        SCOPE,
      );
    }
    case 'contact': {
      const pages = () => staffPages(client, signal);
      const record = (staff: z.infer<typeof staffShape>) => contactRecord(staff, url);
      return listRecords(client, { kind, what: 'staff', shape: staffShape, pages, record }, context, SCOPE);
    }
    case 'asset':
      return scanAssets(client, url, context);
    case 'location':
      return null;
  }
}
