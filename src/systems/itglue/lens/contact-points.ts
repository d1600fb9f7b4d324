/** E-mails and phones of a contact: lists of items with labels on IT Glue's side, plain values on ours. */
import { textOf } from '../values';
import type { WireEmail, WirePhone } from '../wire';

/** Labels are free per account; this one exists everywhere that people have not renamed it. */
const NEW_LABEL = 'Work';

const primaryFirst = <T extends { primary?: boolean | null | undefined }>(items: readonly T[]): T[] => [
  ...items.filter((item) => item.primary === true),
  ...items.filter((item) => item.primary !== true),
];

const isFax = (phone: WirePhone): boolean => textOf(phone['label-type'])?.toLowerCase() === 'fax';

export function emailsOf(items: readonly WireEmail[] | null | undefined): readonly string[] {
  return primaryFirst(items ?? []).flatMap((item) => textOf(item.value) ?? []);
}

function phoneText(item: WirePhone): string | null {
  const value = textOf(item.value);
  const extension = textOf(item.extension);
  return value === null || extension === null ? value : `${value} x${extension}`;
}

/** Fax numbers are no phones. */
export function phonesOf(items: readonly WirePhone[] | null | undefined): readonly string[] {
  return primaryFirst(items ?? [])
    .filter((item) => !isFax(item))
    .flatMap((item) => phoneText(item) ?? []);
}

/**
 * The full list to send: IT Glue replaces what it has. A value that was there keeps its label; the first is primary.
 */
export function emailItems(
  before: readonly WireEmail[] | null | undefined,
  wanted: readonly string[],
): readonly WireEmail[] {
  return wanted.map((value, at) => {
    const old = before?.find((item) => textOf(item.value)?.toLowerCase() === value.trim().toLowerCase());
    return { value: value.trim(), 'label-name': textOf(old?.['label-name']) ?? NEW_LABEL, primary: at === 0 };
  });
}

const digits = (text: string): string => text.replace(/\D/g, '');

function splitExtension(text: string): { readonly value: string; readonly extension: string | null } {
  const match = /^(.*?)\s*(?:x|ext\.?|#)\s*(\d+)\s*$/i.exec(text);
  return match?.[1] && match[2]
    ? { value: match[1].trim(), extension: match[2] }
    : { value: text.trim(), extension: null };
}

/** As `emailItems`; fax numbers stay as they are. */
export function phoneItems(
  before: readonly WirePhone[] | null | undefined,
  wanted: readonly string[],
): readonly WirePhone[] {
  const faxes = (before ?? []).filter(isFax).map(({ value, extension, 'label-name': label, primary }) => ({
    value,
    extension,
    'label-name': textOf(label) ?? 'Fax',
    'label-type': 'fax',
    primary: primary === true && wanted.length === 0,
  }));
  const phones = wanted.map((text, at) => {
    const old = before?.find((item) => !isFax(item) && digits(phoneText(item) ?? '') === digits(text));
    return {
      ...splitExtension(text),
      'label-name': textOf(old?.['label-name']) ?? NEW_LABEL,
      'label-type': 'phone',
      primary: at === 0,
    };
  });
  return [...phones, ...faxes];
}
