/**
 * E-mails and telephones of a contact are edited entry by entry, addressed by value. The vendor does not publish what the
 * operation numbers mean; by the order of the reply's counts 0 adds, 1 updates, 2 deletes. So additions go first and
 * alone, and nothing is deleted before the reply has shown that they were additions.
 */
import { Failure } from '../../engine/failure';
import { halfDone } from '../after-write';
import type { Client } from './client';
import { expectShape } from './envelope';
import { editedShape, type WireContact } from './wire';

const ADD = 0;
const UPDATE = 1;
const DELETE = 2;

export interface Entry {
  readonly value: string;
  readonly typeId: number | null;
  readonly isDefault: boolean;
}

export interface Edit {
  readonly Operation: number;
  readonly value: string;
  readonly newValue?: string;
  readonly TypeId?: number;
  readonly IsDefault?: boolean;
}

export interface Edits {
  readonly additions: readonly Edit[];
  /** Sent once the additions are known to have been ones. */
  readonly rest: readonly Edit[];
}

export function editsOf(before: readonly Entry[], after: readonly Entry[]): Edits {
  const had = new Map(before.map((entry) => [entry.value, entry]));
  const wanted = new Set(after.map((entry) => entry.value));
  const removed = before.filter((entry) => !wanted.has(entry.value));
  const additions: Edit[] = [];
  const updates: Edit[] = [];
  for (const entry of after) {
    const { value, typeId, isDefault } = entry;
    const known = had.get(value);
    const respelt = known
      ? undefined
      : removed.find((old) => old.value.toLowerCase() === value.toLowerCase());
    if (respelt) {
      removed.splice(removed.indexOf(respelt), 1);
      updates.push({ Operation: UPDATE, value: respelt.value, newValue: value, IsDefault: isDefault });
    } else if (!known) {
      additions.push({
        Operation: ADD,
        value,
        ...(typeId === null ? {} : { TypeId: typeId }),
        IsDefault: isDefault,
      });
    } else if (known.isDefault !== isDefault) {
      updates.push({ Operation: UPDATE, value, newValue: value, IsDefault: isDefault });
    }
  }
  const deletions = removed.map((entry) => ({ Operation: DELETE, value: entry.value }));
  return { additions, rest: [...updates.sort(defaultLast), ...deletions] };
}

/** An entry becomes the default last, so that no other is made it in between. */
function defaultLast(a: Edit, b: Edit): number {
  return Number(a.IsDefault === true) - Number(b.IsDefault === true);
}

export interface Sort {
  readonly route: string;
  readonly value: 'EmailAddress' | 'PhoneNumber';
  entries(contact: WireContact): readonly Entry[];
}

export const SORTS: readonly Sort[] = [
  {
    route: '/v2/crm/contacts/{contactId}/emails',
    value: 'EmailAddress',
    entries: (contact) =>
      (contact.emails ?? []).map((one) => entryOf(one.emailAddress, one.emailTypeId, one.isDefault)),
  },
  {
    route: '/v2/crm/contacts/{contactId}/phones',
    value: 'PhoneNumber',
    entries: (contact) =>
      (contact.phones ?? []).map((one) => entryOf(one.phone, one.phoneTypeId, one.isDefault)),
  },
];

function entryOf(value?: string | null, typeId?: number | null, isDefault?: boolean | null): Entry {
  return { value: value ?? '', typeId: typeId ?? null, isDefault: isDefault === true };
}

/**
 * Sends what differs between two forms of a contact; gives whether anything was sent. `goesOn`: something of the same write
 * was sent before. Each edit names the value that it changes, so none rests on a look.
 */
export async function editEntries(
  { route, value, entries }: Sort,
  before: WireContact,
  after: WireContact,
  client: Client,
  signal: AbortSignal,
  goesOn: boolean,
): Promise<boolean> {
  if (
    before[value === 'EmailAddress' ? 'emails' : 'phones'] ===
    after[value === 'EmailAddress' ? 'emails' : 'phones']
  )
    return false;
  const { additions, rest } = editsOf(entries(before), entries(after));
  const send = async (edits: readonly Edit[], later: boolean) => {
    const body = edits.map(({ value: old, newValue, ...others }) => ({
      ...others,
      [value]: old,
      ...(newValue === undefined ? {} : { [`New${value}`]: newValue }),
    }));
    return client.write('PATCH', { route, path: { contactId: before.id }, goesOn: later }, body, signal);
  };
  if (additions.length > 0) {
    const answer = await send(additions, goesOn);
    const reply = expectShape(editedShape, answer, 'the answer to an edit of a contact');
    if (reply.added !== additions.length) {
      throw new Failure(
        'protocol',
        'Kaseya BMS did something else than add the e-mails or telephones of a contact.',
        {
          system: 'bms',
          detail: `added ${reply.added ?? 0}, updated ${reply.updated ?? 0}, deleted ${reply.deleted ?? 0}`,
          remedy: 'Look at the contact in the portal and report this; nothing more was sent.',
          mayHaveActed: true,
        },
      );
    }
  }
  const added = additions.length > 0;
  try {
    if (rest.length > 0) await send(rest, goesOn || added);
  } catch (error) {
    throw added ? halfDone('bms', error) : error;
  }
  return additions.length + rest.length > 0;
}
