/**
 * Records of the target that bear the name, the serial number or the e-mail of one that is to be created there. What one
 * system holds twice is thereby not made twice in the others: a person decides whether it is the same thing or a new one.
 */
import type { Identity, IdentityId, Kind, SourceRecord, SystemName } from '../model';
import { emailForm, isRoleMailbox } from '../normalize/domain';
import { hostForm, isDefaultHost } from '../normalize/host';
import { organizationNames } from '../normalize/organization';
import { personName } from '../normalize/person';
import { isUsableSerial, serialForm } from '../normalize/serial';
import { caseless } from '../normalize/text';
import type { Slices } from '../slices';
import type { PlanWorld } from './world';

export interface Lookalikes {
  /** A record of the target's that one of the identity's records may be, by what it bears and for all that is known of both. */
  find(identity: Identity, system: SystemName): SourceRecord | undefined;
}

const SLICE = 200;

export function* lookalikesIn(world: PlanWorld): Slices<Lookalikes> {
  const { records, identityOf } = world.input;
  const index = new Map<string, SourceRecord[]>();
  const place = (system: SystemName, kind: Kind, owner: IdentityId | null, name: string) =>
    `${system}|${kind}|${owner ?? ''}|${name}`;
  let count = 0;
  for (const record of records.values()) {
    count += 1;
    if (count % SLICE === 0) yield;
    const owner = identityOf.get(`${record.system}:organization:${record.organization ?? ''}`) ?? null;
    for (const name of tracesOf(record)) {
      const key = place(record.system, record.kind, owner, name);
      const held = index.get(key);
      if (held) held.push(record);
      else index.set(key, [record]);
    }
  }
  return {
    find(identity, system) {
      for (const record of Object.values(world.members(identity))) {
        for (const name of tracesOf(record)) {
          const found = index.get(place(system, identity.kind, identity.organization, name)) ?? [];
          const lookalike = found.find((other) => !plainlyAnother(record, other));
          if (lookalike) return lookalike;
        }
      }
      return undefined;
    },
  };
}

const textOf = (record: SourceRecord, field: 'firstName' | 'lastName' | 'hostname' | 'address1'): string => {
  const value = record.fields[field];
  return typeof value === 'string' ? value : '';
};

function emailsOf({ fields }: SourceRecord): readonly string[] {
  return Array.isArray(fields.emails) ? fields.emails.map(emailForm) : [];
}

function serialsOf({ fields }: SourceRecord): readonly string[] {
  const serial = typeof fields.serialNumber === 'string' ? serialForm(fields.serialNumber) : '';
  return isUsableSerial(serial) ? [serial] : [];
}

/** What people and programs put behind the name of a copy. */
const COPY = /\s*\(\d+\)$/;

function tracesOf(record: SourceRecord): readonly string[] {
  switch (record.kind) {
    case 'organization':
      return organizationNames(record.name).map(({ core, branch }) => [core, ...branch].join(' '));
    case 'contact': {
      const { full } = personName(textOf(record, 'firstName'), textOf(record, 'lastName'));
      return [full, ...emailsOf(record).filter((email) => !isRoleMailbox(email))].filter(
        (trace) => trace !== '',
      );
    }
    case 'location':
      return [caseless(record.name)];
    case 'asset': {
      const hosts = [record.name.replace(COPY, ''), textOf(record, 'hostname')].map(hostForm);
      const useful = hosts.filter((host) => host !== '' && !isDefaultHost(host));
      return [...new Set([...useful, ...serialsOf(record)])];
    }
  }
}

/** Whether what identifies a thing of this kind is known of both, and differs. */
function plainlyAnother(a: SourceRecord, b: SourceRecord): boolean {
  const [left, right] = [marksOf(a), marksOf(b)];
  return left.length > 0 && right.length > 0 && !left.some((mark) => right.includes(mark));
}

function marksOf(record: SourceRecord): readonly string[] {
  switch (record.kind) {
    case 'organization':
      return organizationNames(record.name).flatMap(({ legal }) => (legal === '' ? [] : [legal]));
    case 'contact':
      return emailsOf(record);
    case 'location':
      return [caseless(textOf(record, 'address1'))].filter((line) => line !== '');
    case 'asset':
      return serialsOf(record);
  }
}
