/** What a panel of differences is about, as the one text that the editor keeps of it. Pure. */
import * as z from 'zod';
import { KINDS, type RecordKey, SYSTEMS } from '../../engine/model';

const KEY = new RegExp(`^(${SYSTEMS.join('|')}):(${KINDS.join('|')}):.`, 's');
const isKey = (text: string): text is RecordKey => KEY.test(text);

const subjectShape = z.union([
  z.tuple([z.literal('plan'), z.string()]),
  z.tuple([z.literal('run'), z.string(), z.string()]),
  z.tuple([z.literal('record'), z.string().refine(isKey)]),
]);

export type Subject =
  | { readonly type: 'plan'; readonly step: string }
  | { readonly type: 'run'; readonly run: string; readonly step: string }
  | { readonly type: 'record'; readonly key: RecordKey };

/** Null for a text that says nothing of the kind: of another version, or tampered with. */
export function subjectFrom(text: string): Subject | null {
  const parsed = subjectShape.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const [type, first, second] = parsed.data;
  if (type === 'plan') return { type, step: first };
  if (type === 'run') return { type, run: first, step: second };
  return isKey(first) ? { type, key: first } : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
