/** A listing tells in `links.self` what it answers: a cache on the way may have answered another question with it. */
import { Failure } from '../../engine/failure';
import type { Query } from '../http/address';

/** What decides which records a page holds; the rest says how they are shown. */
const CHOOSES = /^(?:filter\[|page\[number\]$)/;

/**
 * Fails with `protocol` where the answer says of itself that it was narrowed in another way than was asked, or that it
 * is another page. What it leaves unsaid proves nothing, as the link may be missing.
 */
export function expectAnswerTo(asked: Query, self: string | null): void {
  if (self === null || !URL.canParse(self)) return;
  const other = [...new URL(self).searchParams].find(
    ([name, told]) => CHOOSES.test(name) && !isAsAsked(name, told, asked[name]),
  );
  if (other === undefined) return;
  throw new Failure('protocol', `IT Glue answered another question than was asked: ${other.join('=')}.`, {
    system: 'itglue',
    remedy:
      'Nothing was taken from that answer. Run again; if it stays so, a proxy or cache between here and IT Glue mixes up answers: tell who runs it.',
  });
}

/** The number of a page need not be asked for: it is the first then. */
const isAsAsked = (name: string, told: string, asked: Query[string]): boolean =>
  asked === undefined ? name === 'page[number]' : String(asked) === told;
