/** `/system/staff` and the departments staff belong to. Source: VSA REST API reference, Staff and Departments. */

import { Failure } from '../../engine/failure';
import type { Fields } from '../../engine/model';
import { afterWrite } from '../after-write';
import type { VsaClient } from './client';
import { resultOf, understood } from './envelope';
import { fullNameOf, newContact } from './lens/contact';
import { idMade } from './orgs';
import { idOf, textOf } from './values';
import { departmentShape, staffShape, type WireStaff } from './wire';

/** No field of staff is marked sortable, so the listing comes in the server's own order. */
export const staffPages = (client: VsaClient, signal: AbortSignal) => client.pages('/system/staff', signal);

export const readStaff = (client: VsaClient, id: string, signal: AbortSignal): Promise<WireStaff | null> =>
  client.one(
    { shape: staffShape, id, idOf: (staff) => idOf(staff.OrgStaffId) },
    '/system/staff/{staffId}',
    { staffId: id },
    signal,
  );

/** The first hundred of an organization's. */
export async function readStaffOf(
  client: VsaClient,
  orgId: string,
  signal: AbortSignal,
): Promise<readonly WireStaff[]> {
  const path = { orgId };
  const answer = await client.get('/system/orgs/{orgId}/staff', signal, { path, query: { $top: 100 } });
  return understood(staffShape.array(), resultOf(answer.body) ?? [], 'staff');
}

export async function changeStaff(
  client: VsaClient,
  id: string,
  body: object,
  signal: AbortSignal,
): Promise<void> {
  await client.write('PUT', '/system/staff/{staffId}', { staffId: id }, body, signal);
}

async function firstDepartment(client: VsaClient, orgId: string, signal: AbortSignal): Promise<string> {
  const answer = await client.get('/system/orgs/{orgId}/departments', signal, { path: { orgId } });
  const [first] = understood(departmentShape.array(), resultOf(answer.body) ?? [], 'departments');
  if (first) return idOf(first.DepartmentId);
  throw new Failure('rejected', 'The organization has no department in VSA, and a contact needs one.', {
    system: 'vsa',
    remedy: 'Add a department to the organization (System > Orgs/Groups/Depts/Staff), then run again.',
  });
}

export async function createStaff(
  client: VsaClient,
  values: Fields,
  signal: AbortSignal,
): Promise<WireStaff> {
  const orgId = typeof values.organization === 'string' ? values.organization : '';
  if (orgId === '' || fullNameOf(values) === '')
    throw new Failure('rejected', 'A contact in VSA needs an organization and a name.', {
      system: 'vsa',
      remedy: 'Give the contact a name.',
    });
  const deptId = await firstDepartment(client, orgId, signal);
  const path = { deptId };
  const made = await client.write(
    'POST',
    '/system/departments/{deptId}/staff',
    path,
    newContact(values),
    signal,
  );
  const id = idMade(made, 'OrgStaffId');
  const record = await afterWrite('vsa', async () =>
    id === null ? (await findStaff(client, values, signal))[0] : readStaff(client, id, signal),
  );
  if (record) return record;
  throw new Failure('incomplete', 'VSA took the new contact but does not show it.', {
    system: 'vsa',
    mayHaveActed: true,
    remedy: 'Run again: it will be found by its name.',
  });
}

/** Staff of the organization with the same full name, and the same e-mail where both have one. */
export async function findStaff(
  client: VsaClient,
  values: Fields,
  signal: AbortSignal,
): Promise<WireStaff[]> {
  const orgId = typeof values.organization === 'string' ? values.organization : '';
  const found: WireStaff[] = [];
  const wanted = fullNameOf(values).toLowerCase();
  const email = Array.isArray(values.emails) ? String(values.emails[0] ?? '').toLowerCase() : '';
  for await (const page of client.pages('/system/orgs/{orgId}/staff', signal, { path: { orgId } })) {
    for (const staff of understood(staffShape.array(), page.rows, 'staff')) {
      const theirs = textOf(staff.ContactInfo?.PrimaryEmail)?.toLowerCase() ?? '';
      if (textOf(staff.StaffFullName)?.toLowerCase() !== wanted) continue;
      if (email === '' || theirs === '' || theirs === email) found.push(staff);
    }
  }
  return found;
}
