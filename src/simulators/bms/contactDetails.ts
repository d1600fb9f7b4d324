/** E-mail addresses and phone numbers of contacts: one shape inside, two spellings on the wire. */
import * as z from 'zod';
import { bind, dto, flag, int, requiredId, requiredText, text } from './bind';
import { invalid, notFound, one, type Wire } from './envelope';
import type { Call, Route } from './route';
import { inScope } from './scope';
import type { Contact, Detail, Row, State } from './state';

export type DetailKind = 'email' | 'phone';
const TYPES = { email: 'emailType', phone: 'phoneType' } as const;

export const emailInput = dto({
  emailAddress: requiredText(),
  emailTypeId: requiredId(),
  isDefault: flag(false),
});
/** On input a number is `phoneNumber`, on output `phone`. */
export const phoneInput = dto({
  phoneNumber: requiredText(),
  phoneTypeId: requiredId(),
  isDefault: flag(false),
});

export function detailRow(state: State, kind: DetailKind, detail: Detail): Wire {
  const { value, typeId, ...shown } = detail;
  const type = state.catalog.name(TYPES[kind], typeId);
  return kind === 'email'
    ? { ...shown, emailAddress: value, emailTypeId: typeId, emailType: type }
    : { ...shown, phone: value, phoneTypeId: typeId, phoneType: type };
}

interface DetailInput {
  readonly value: string;
  readonly typeId: number;
  readonly isDefault: boolean;
}

function checkType(state: State, kind: DetailKind, typeId: number): void {
  if (state.catalog.has(TYPES[kind], typeId)) return;
  const field = kind === 'email' ? 'EmailTypeId' : 'PhoneTypeId';
  throw invalid(field, `${field} ${typeId} does not exist.`);
}

/** Exactly one entry is the default: the one at `chosen` if given, else the first that says so, else the first. */
function withOneDefault(details: readonly Detail[], chosen: number): Detail[] {
  const at =
    chosen >= 0
      ? chosen
      : Math.max(
          0,
          details.findIndex((detail) => detail.isDefault),
        );
  return details.map((detail, index) => ({ ...detail, isDefault: index === at }));
}

export function newDetails(
  state: State,
  kind: DetailKind,
  inputs: readonly DetailInput[],
  stamp: Omit<Row, 'id'>,
): Detail[] {
  const details = inputs.map(({ value, typeId, isDefault }) => {
    checkType(state, kind, typeId);
    return { ...stamp, id: state.ids.detail.next(), value, typeId, isDefault };
  });
  return withOneDefault(details, -1);
}

/** By the order of the reply's counters; the vendor publishes no meaning. */
const ADD = 0;
const UPDATE = 1;
const DELETE = 2;

const operation = {
  operation: z.number().int().min(ADD).max(DELETE),
  typeId: int(),
  isDefault: z.boolean().nullish(),
};
const emailOperations = z.array(dto({ ...operation, emailAddress: text(), newEmailAddress: text() }));
const phoneOperations = z.array(dto({ ...operation, phoneNumber: text(), newPhoneNumber: text() }));

interface Operation {
  readonly operation: number;
  readonly value: string | null;
  readonly newValue: string | null;
  readonly typeId: number | null;
  readonly isDefault?: boolean | null | undefined;
}

async function operations(call: Call, kind: DetailKind): Promise<Operation[]> {
  const body = await call.json();
  if (kind === 'email') {
    return bind(emailOperations, body).map((one) => ({
      ...one,
      value: one.emailAddress,
      newValue: one.newEmailAddress,
    }));
  }
  return bind(phoneOperations, body).map((one) => ({
    ...one,
    value: one.phoneNumber,
    newValue: one.newPhoneNumber,
  }));
}

/** One operation on a contact's entries, which are addressed by their value. */
function applied(call: Call, kind: DetailKind, details: readonly Detail[], step: Operation): Detail[] {
  const { state, user } = call;
  const field = kind === 'email' ? 'EmailAddress' : 'PhoneNumber';
  if (step.typeId !== null) checkType(state, kind, step.typeId);
  if (step.operation === ADD) {
    const value = (step.value ?? step.newValue ?? '').trim();
    if (value === '') throw invalid(field, `The ${field} field is required.`);
    const typeId = step.typeId ?? state.catalog.defaultId(TYPES[kind]);
    const isDefault = step.isDefault === true;
    const added = [
      ...details,
      { ...state.created(user), id: state.ids.detail.next(), value, typeId, isDefault },
    ];
    return withOneDefault(added, isDefault ? added.length - 1 : -1);
  }
  const wanted = step.value?.trim().toLowerCase();
  const at = details.findIndex((detail) => detail.value.toLowerCase() === wanted);
  const current = details[at];
  if (current === undefined) throw invalid(field, `${field} '${step.value ?? ''}' does not exist.`);
  if (step.operation === DELETE) return withOneDefault(details.toSpliced(at, 1), -1);
  const changed = {
    ...current,
    ...state.modified(current, user),
    value: step.newValue?.trim() || current.value,
    typeId: step.typeId ?? current.typeId,
    isDefault: step.isDefault ?? current.isDefault,
  };
  return withOneDefault(details.with(at, changed), changed.isDefault ? at : -1);
}

async function patchDetails(call: Call, kind: DetailKind) {
  const { state, user } = call;
  const contact = state.contacts.get(call.id('contactId'));
  if (contact === undefined || !inScope(call, contact.accountId)) throw notFound('Contact');
  const steps = await operations(call, kind);
  const list = kind === 'email' ? 'emails' : 'phones';
  const details = steps.reduce((before, step) => applied(call, kind, before, step), [...contact[list]]);
  const changed: Contact = { ...contact, [list]: details, ...state.modified(contact, user) };
  state.contacts.put(changed);
  const count = (wanted: number): number => steps.filter((step) => step.operation === wanted).length;
  return one({
    added: count(ADD),
    updated: count(UPDATE),
    deleted: count(DELETE),
    [list]: details.map((detail) => detailRow(state, kind, detail)),
  });
}

export const contactDetailRoutes: readonly Route[] = [
  {
    method: 'PATCH',
    template: '/v2/crm/contacts/{contactId}/emails',
    module: 'contacts',
    handle: (call) => patchDetails(call, 'email'),
  },
  {
    method: 'PATCH',
    template: '/v2/crm/contacts/{contactId}/phones',
    module: 'contacts',
    handle: (call) => patchDetails(call, 'phone'),
  },
];
