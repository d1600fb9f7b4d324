/** Direct reads, several records in one call where VSA 9 can show them so, and what the server showed of each. */
import { Failure } from '../../engine/failure';
import type { Kind, RecordId, SourceRecord } from '../../engine/model';
import type { Look, System } from '../../engine/ports';
import { groupedBy, inGroups, readSeveral, type Together } from '../several';
import { readAgent, readAudit, readTimeZone } from './agents';
import type { VsaClient } from './client';
import { assetRecord } from './lens/asset';
import { contactRecord } from './lens/contact';
import { organizationRecord } from './lens/organization';
import { readOrg, readOrgs } from './orgs';
import { readStaff, readStaffOf } from './staff';
import { textOf } from './values';
import type { WireOrg, WireStaff } from './wire';

export const NO_LOCATIONS = 'VSA 9 keeps one address per organization and has no locations.';

/** References of up to fifty letters: the server's own bound on an address, about two thousand, is kept. */
const MOST_REFS = 20;

export interface Readers {
  readonly read: System['read'];
  one(kind: Kind, id: RecordId, signal: AbortSignal): Promise<SourceRecord | null>;
  /** As the server showed it when the record was read; null where it no longer exists. */
  orgOf(record: SourceRecord, signal: AbortSignal): Promise<WireOrg | null>;
  staffOf(record: SourceRecord, signal: AbortSignal): Promise<WireStaff | null>;
}

export function createReaders(client: VsaClient, url: string): Readers {
  const orgs = new WeakMap<SourceRecord, WireOrg>();
  const staff = new WeakMap<SourceRecord, WireStaff>();

  function orgRecord(org: WireOrg): SourceRecord {
    const record = organizationRecord(org, url);
    orgs.set(record, org);
    return record;
  }

  function staffRecord(person: WireStaff): SourceRecord {
    const record = contactRecord(person, url);
    staff.set(record, person);
    return record;
  }

  async function one(kind: Kind, id: RecordId, signal: AbortSignal): Promise<SourceRecord | null> {
    switch (kind) {
      case 'organization': {
        const org = await readOrg(client, id, signal);
        return org && orgRecord(org);
      }
      case 'contact': {
        const person = await readStaff(client, id, signal);
        return person && staffRecord(person);
      }
      case 'asset':
        return machine(client, url, id, signal);
      case 'location':
        throw new Failure('unsupported', NO_LOCATIONS, { system: 'vsa' });
    }
  }

  function together(kind: Kind, { known }: Look, signal: AbortSignal): readonly Together[] {
    const refOf = (id: RecordId): string => {
      const ref = known(id)?.fields.shortName;
      return typeof ref === 'string' ? (textOf(ref) ?? '') : '';
    };
    const ownerOf = (id: RecordId): string => known(id)?.organization ?? '';
    const byRef: Together = {
      groups: (ids) =>
        inGroups(
          ids.filter((id) => refOf(id) !== ''),
          MOST_REFS,
        ),
      read: async (ids) => (await readOrgs(client, ids.map(refOf), signal)).map(orgRecord),
    };
    const byOrganization: Together = {
      groups: (ids) => groupedBy(ids, ownerOf),
      read: async ([first = '']) => (await readStaffOf(client, ownerOf(first), signal)).map(staffRecord),
    };
    if (kind === 'organization') return [byRef];
    return kind === 'contact' ? [byOrganization] : [];
  }

  return {
    one,
    read: (kind, ids, signal, look) =>
      readSeveral(ids, look ? together(kind, look, signal) : [], (id) => one(kind, id, signal)),
    orgOf: async (record, signal) => orgs.get(record) ?? readOrg(client, record.id, signal),
    staffOf: async (record, signal) => staff.get(record) ?? readStaff(client, record.id, signal),
  };
}

/** An agent with its audit. */
async function machine(client: VsaClient, url: string, id: RecordId, signal: AbortSignal) {
  const agent = await readAgent(client, id, signal);
  if (agent === null) return null;
  const offsetMinutes = await readTimeZone(client, signal);
  return assetRecord(agent, await readAudit(client, id, signal), { url, offsetMinutes });
}
