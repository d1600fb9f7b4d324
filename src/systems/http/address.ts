/** Where a call goes: the checked origin, and a path made from a route template without room for surprises. */
import { Failure } from '../../engine/failure';
import type { SystemName } from '../../engine/model';
import { isLoopbackHost } from '../../engine/normalize/loopback';

type Scalar = string | number | boolean;
export type Query = Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;

/** The base address without a trailing slash; refuses what would send credentials in the clear. */
export function checkedBase(system: SystemName, baseUrl: string): URL {
  const refuse = (message: string, remedy: string): never => {
    throw new Failure('settings', message, { system, remedy });
  };
  if (!URL.canParse(baseUrl))
    return refuse(`"${baseUrl}" is not an address.`, 'Enter it as https://host.example.');
  const url = new URL(baseUrl);
  if (url.username || url.password)
    return refuse(
      'The server address carries a user name or password.',
      'Remove them from the address; secrets are asked for.',
    );
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname)))
    return refuse(
      `${url.protocol}//${url.host} is not encrypted.`,
      'Use an address that begins with https://.',
    );
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** Fills `{name}` places of a route template; ids are escaped, and none may be empty or climb out of its segment. */
export function fillRoute(route: string, path: Readonly<Record<string, string | number>> = {}): string {
  return route.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(path[name] ?? '');
    if (value === '' || value === '.' || value === '..')
      throw new RangeError(`No usable "${name}" for ${route}`);
    return escaped(value);
  });
}

/** `?a=1&a=2`: lists repeat their key; what OData and JSON:API names need stays readable. */
export function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [value].flat().map((one) => `${escapePart(name)}=${escapePart(String(one))}`);
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function escapePart(text: string): string {
  return escaped(text).replace(/%24/g, '$').replace(/%2C/g, ',').replace(/%3A/g, ':');
}

/** Half a character, which no address can hold and a server may answer, becomes the sign for one that is not known. */
export function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
