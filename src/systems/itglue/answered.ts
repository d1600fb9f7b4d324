/** A listing tells in `links.self` what it answers: a cache on the way may have answered another question with it. */
import { Failure } from '../../engine/failure';
import type { Query } from '../http/address';

/** How much of a list is shown at once: servers cap and add these of their own. */
const PAGING = /^page\[(?!number\])/;
/** What decides which records a page holds. */
const CHOOSES = /^(?:filter\[|page\[number\]$)/;

/**
 * Fails with `protocol` where the answer says of itself that it was narrowed in another way than was asked, that it is
 * another page, or that something was asked which was not: the link carries the parameters of the request (reference:
 * paging of lists). What it leaves unsaid proves nothing, as a server may leave parameters out, or the link.
 */
export function expectAnswerTo(asked: Query, self: string | null): void {
  if (self === null || !URL.canParse(self)) return;
  const other = [...new URL(self).searchParams].find(([name, told]) => !isAsAsked(name, told, asked[name]));
  if (other === undefined) return;
  throw new Failure('protocol', `IT Glue answered another question than was asked: ${other.join('=')}.`, {
    system: 'itglue',
    remedy:
      'Nothing was taken from that answer. Run again; if it stays so, a proxy or cache between here and IT Glue mixes up answers: tell who runs it.',
  });
}

function isAsAsked(name: string, told: string, asked: Query[string]): boolean {
  if (PAGING.test(name)) return true;
  if (asked === undefined) return name === 'page[number]' && told === '1';
  return !CHOOSES.test(name) || asSent(String(asked)) === told;
}

/** Half a character cannot be sent. */
const asSent = (text: string): string => new URLSearchParams({ text }).get('text') ?? '';
