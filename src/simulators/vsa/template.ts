/** Which route a path belongs to. */

interface Route {
  readonly method: string;
  readonly path: string;
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A function from method and path to the route's template, ids replaced by names; the path itself when unknown. */
export function templatesOf(routes: readonly Route[]): (method: string, path: string) => string {
  const known = routes.map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.split('/').map(part).join('/')}/?$`, 'i'),
    template: path.replace(/:(\w+)/g, '{$1}'),
  }));
  return (method, path) => {
    const wanted = method.toUpperCase();
    const [bare = path] = path.split('?');
    return known.find((route) => route.method === wanted && route.pattern.test(bare))?.template ?? path;
  };
}

function part(segment: string): string {
  return segment.startsWith(':') ? '[^/]+' : literal(segment);
}

/** The routes that answer something, each once: middleware aside. */
export function routesOf(
  routes: readonly Route[],
): readonly { readonly method: string; readonly template: string }[] {
  const named = routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  return [...new Set(named)].map((route) => {
    const [method = '', template = ''] = route.split(' ');
    return { method, template };
  });
}
