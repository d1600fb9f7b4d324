/** What a route is, and what its handler is given. */
import type { Reply } from './envelope';
import type { Query } from './query';
import type { Links, State } from './state';
import type { BmsSwitches } from './switches';

export type Module = 'accounts' | 'contacts' | 'assets';

/** One request, bound. */
export interface Call {
  readonly state: State;
  readonly links: Links;
  readonly switches: BmsSwitches;
  /** Employee id of the signed-in user. */
  readonly user: number;
  readonly query: Query;
  /** A path parameter that is an int32; throws a 400 refusal where it is none. */
  id(name: string): number;
  /** A path parameter as it stands. */
  param(name: string): string;
  /** The JSON body; throws a 400 or 415 refusal where there is none. */
  json(): Promise<unknown>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the vendor's document spells it. */
  readonly template: string;
  /** The module whose View, Modify or Delete right it needs. */
  readonly module?: Module;
  handle(call: Call): Reply | Promise<Reply>;
}

export interface Routing {
  readonly template: string;
  /** The path with its literal parts as the template spells them; parameters keep their letter case. */
  readonly path: string;
  /** False where the path is known, but not with this verb. */
  readonly allowed: boolean;
}

/** Finds templates for paths. Literal parts match in any letter case; templates without parameters come first. */
export function router(routes: readonly Pick<Route, 'method' | 'template'>[]) {
  const parameters = (template: string): number => template.split('{').length - 1;
  const patterns = routes
    .toSorted((a, b) => parameters(a.template) - parameters(b.template))
    .map(({ method, template }) => ({ method, template, parts: template.split('/') }));
  const isParameter = (part: string): boolean => part.startsWith('{');

  return (method: string, path: string): Routing | undefined => {
    const parts = path.replace(/\/+$/, '').split('/');
    const fitting = patterns.filter(
      (pattern) =>
        pattern.parts.length === parts.length &&
        pattern.parts.every(
          (part, at) => isParameter(part) || part.toLowerCase() === parts[at]?.toLowerCase(),
        ),
    );
    const found = fitting.find((pattern) => pattern.method === method) ?? fitting[0];
    if (found === undefined) return undefined;
    const canonical = found.parts.map((part, at) => (isParameter(part) ? parts[at] : part)).join('/');
    return { template: found.template, path: canonical, allowed: found.method === method };
  };
}
