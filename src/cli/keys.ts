/** Record keys as a person types them. Pure. */
import type { Pair } from '../engine/decide';
import { Failure } from '../engine/failure';
import { type FieldName, isFieldName } from '../engine/fields';
import { KINDS, type Kind, type RecordKey, SYSTEMS, type SystemName } from '../engine/model';

const START = `(?:${SYSTEMS.join('|')}):(?:${KINDS.join('|')}):`;
const KEY = new RegExp(`^${START}.`, 's');
/** An id may hold any character; what follows this one must begin a key. */
const JOINT = new RegExp(`=(?=${START})`);

const isKey = (text: string): text is RecordKey => KEY.test(text);

/** Rejects what is no record key with `usage`. */
export function keyFrom(text: string): RecordKey {
  if (isKey(text)) return text;
  throw new Failure('usage', `"${text}" is not a record key.`, {
    remedy: 'Keys look like bms:asset:1042; "msp-sync review" lists those that wait for you.',
  });
}

/** `A B`, `A B C` (all of them one thing), or any number of `A=B` as "review" lists them. */
export function pairsFrom(texts: readonly string[]): readonly Pair[] {
  const parts = texts.map((text) => text.split(JOINT).map(keyFrom));
  const joined = parts.filter((keys) => keys.length > 1);
  if (joined.length > 0 && joined.length < parts.length) throw unclear();
  if (joined.length > 0) return joined.flatMap(everyPair);
  const keys = parts.flat();
  if (keys.length < 2 || keys.length > SYSTEMS.length) throw unclear();
  return everyPair(keys);
}

function everyPair(keys: readonly RecordKey[]): readonly Pair[] {
  return keys.flatMap((a, at) => keys.slice(at + 1).map((b): Pair => [a, b]));
}

const unclear = (): Failure =>
  new Failure('usage', 'It is not clear which records go together.', {
    remedy: 'Give two or three record keys, or any number of pairs written as A=B.',
  });

export function systemFrom(text: string): SystemName {
  const system = SYSTEMS.find((name) => name === text);
  if (system) return system;
  throw new Failure('usage', `"${text}" is not a system.`, { remedy: `There are ${SYSTEMS.join(', ')}.` });
}

/** `contact.title` as its parts. */
export function fieldFrom(text: string): { readonly kind: Kind; readonly field: FieldName } {
  const [first, field = '', ...rest] = text.split('.');
  const kind = KINDS.find((name) => name === first);
  if (kind && rest.length === 0 && isFieldName(field)) return { kind, field };
  throw new Failure('usage', `"${text}" is not KIND.FIELD.`, { remedy: 'Write it as contact.title.' });
}
