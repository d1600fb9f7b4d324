/** Reading what a client sends: ids in paths and bodies, whole numbers, contact details. */
import { isLosslessNumber, parse } from 'lossless-json';
import * as z from 'zod';
import { badRequest } from './envelope';
import { type ContactInfo, NO_CONTACT_INFO } from './records';
import type { VsaContext } from './server';

const DECIMAL = /^\d{1,28}$/;

/** The id in the path; 400 where it is not a decimal of up to 28 digits. */
export function idIn(context: VsaContext, name: string): bigint {
  const text = context.req.param(name) ?? '';
  if (!DECIMAL.test(text)) throw badRequest(`The value '${text}' is not valid for Decimal.`);
  return BigInt(text);
}

const digits = z.preprocess(
  (value) => (isLosslessNumber(value) ? value.toString() : value),
  z.string().regex(DECIMAL, 'is not a decimal').transform(BigInt),
);
/** A decimal id, sent as a string or as a bare number; exponents are refused. */
export const decimalId = digits.nullable();

/** A whole number, bare or as text. `7.0` is refused, as the server does. */
export const wholeNumber = z
  .preprocess(
    (value) => (isLosslessNumber(value) ? value.toString() : value),
    z
      .string()
      .regex(/^-?\d{1,9}$/, 'is not an integer')
      .transform(Number),
  )
  .nullable();

/** Money or another decimal, as the text of its number. */
export const money = z
  .preprocess(
    (value) => (isLosslessNumber(value) ? value.toString() : value),
    z.string().regex(/^-?\d+(\.\d+)?$/, 'is not a decimal'),
  )
  .nullable();

export const text = z.string().nullable();
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

export const contactInfo = z
  .object({
    PreferredContactMethod: text,
    PrimaryPhone: text,
    PrimaryFax: text,
    PrimaryEmail: text,
    Country: text,
    Street: text,
    City: text,
    State: text,
    ZipCode: text,
    PrimaryTextMessagePhone: text,
  })
  .partial()
  .nullable();

export type ContactInfoSent = z.infer<typeof contactInfo>;

/** The contact details after a write: all that was sent, over what stood there where the server merges. */
export function contactInfoAfter(
  before: ContactInfo | null,
  sent: ContactInfoSent,
  rule: 'replace' | 'merge',
): ContactInfo | null {
  if (sent === null) return null;
  return { ...(rule === 'merge' && before !== null ? before : NO_CONTACT_INFO), ...definedOf(sent) };
}

/** The members that are present. */
export function definedOf<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> };
export function definedOf(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

/** The request's JSON object, checked; unknown members are ignored. Throws a 400 that names what is wrong. */
export async function bodyOf<T>(context: VsaContext, schema: z.ZodType<T>): Promise<T> {
  let body: unknown;
  try {
    body = parse(await context.req.text());
  } catch (cause) {
    throw badRequest(`The request is not valid JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw badRequest(`The request is invalid. ${issues.join('; ')}`);
}
