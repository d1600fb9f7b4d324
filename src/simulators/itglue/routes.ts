/** The route table: every path of the simulated API, in the web framework's notation and as a template. */
import type { Resource } from './resource';
import { NESTINGS, type Nesting, RESOURCES } from './resources/all';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `/organizations/{organization_id}/relationships/contacts/{id}` */
  readonly template: string;
  readonly collection: Resource['collection'];
  readonly nesting: Nesting | null;
  readonly action:
    | 'list'
    | 'show'
    | 'create'
    | 'change'
    | 'change-many'
    | 'destroy-many'
    | 'destroy'
    | 'discard';
}

function flatRoutes(resource: Resource): Route[] {
  const base = `/${resource.collection}`;
  const route = (method: Route['method'], template: string, action: Route['action']): Route => ({
    method,
    template,
    collection: resource.collection,
    nesting: null,
    action,
  });
  return [
    ...(resource.nestedOnly === true ? [] : [route('GET', base, 'list')]),
    route('GET', `${base}/{id}`, 'show'),
    ...(resource.creatable ? [route('POST', base, 'create')] : []),
    ...(resource.updatable ? [route('PATCH', `${base}/{id}`, 'change')] : []),
    ...(resource.bulkUpdatable === true ? [route('PATCH', base, 'change-many')] : []),
    ...(resource.destroyable === true ? [route('DELETE', base, 'destroy-many')] : []),
  ];
}

function nestedRoutes(nesting: Nesting): Route[] {
  const resource = RESOURCES.find((candidate) => candidate.collection === nesting.child);
  const base = `/${nesting.parent}/{${nesting.column}}/relationships/${nesting.child}`;
  const route = (method: Route['method'], template: string, action: Route['action']): Route => ({
    method,
    template,
    collection: nesting.child,
    nesting,
    action,
  });
  const destroy = {
    list: [route('DELETE', base, 'destroy-many')],
    one: [route('DELETE', `${base}/{id}`, 'destroy')],
    'one-silently': [route('DELETE', `${base}/{id}`, 'discard')],
    none: [],
  };
  return [
    route('GET', base, 'list'),
    route('GET', `${base}/{id}`, 'show'),
    ...(resource?.creatable === true ? [route('POST', base, 'create')] : []),
    ...(resource?.updatable === true ? [route('PATCH', `${base}/{id}`, 'change')] : []),
    ...destroy[nesting.destroy],
  ];
}

export const ROUTES: readonly Route[] = [...RESOURCES.flatMap(flatRoutes), ...NESTINGS.flatMap(nestedRoutes)];

/** `/contacts/{id}` in the web framework's notation: `/contacts/:id`. */
export function routePattern(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, ':$1');
}

interface Shape {
  readonly method: string;
  readonly template: string;
  readonly expression: RegExp;
}

const SHAPES: readonly Shape[] = ROUTES.map(({ method, template }) => ({
  method,
  template,
  expression: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
}));

export function templateOf(method: string, path: string): string {
  const found = SHAPES.filter((shape) => shape.expression.test(path));
  const shape = found.find((candidate) => candidate.method === method) ?? found[0];
  return shape?.template ?? path;
}
