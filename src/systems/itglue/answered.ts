/** A listing tells in `links.self` what it answers: a cache on the way may have answered another question with it. */
import { Failure } from '../../engine/failure';
import type { Query } from '../http/address';

/** What decides which records a page holds; the rest says how they are shown. */
const CHOOSES = /^(?:filter\[|page\[number\]$)/;

/**
 * Fails with `protocol` where the answer says of itself that it was narrowed in another way than was asked, or not at all,
 * or that it is another page: the link carries every parameter of the request (reference: paging of lists). An answer
 * without the link proves nothing.
 */
export function expectAnswerTo(asked: Query, self: string | null): void {
  if (self === null || !URL.canParse(self)) return;
  const told = new URL(self).searchParams;
  const names = [...new Set([...told.keys(), ...Object.keys(asked)])].filter((name) => CHOOSES.test(name));
  const other = names.find((name) => !isAsAsked(name, told.get(name), asked[name]));
  if (other === undefined) return;
  const said = told.get(other) ?? '';
  throw new Failure('protocol', `IT Glue answered another question than was asked: ${other}=${said}.`, {
    system: 'itglue',
    remedy:
      'Nothing was taken from that answer. Run again; if it stays so, a proxy or cache between here and IT Glue mixes up answers: tell who runs it.',
  });
}

/** The first page need not be named. */
function isAsAsked(name: string, told: string | null, asked: Query[string]): boolean {
  const unsaid = name === 'page[number]' ? '1' : null;
  return (told ?? unsaid) === (asked === undefined ? unsaid : String(asked));
}
