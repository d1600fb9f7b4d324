/** Where requests to the simulated products are counted and faults wait for them. */
import { PRODUCTS, type Product } from '../fleet/model';
import { type Asked, concerns, type Fault, type FaultOrder, faultSchema } from './faults';

/** By product, how often each `METHOD /route/template` was asked for. */
export type RequestCounts = Record<Product, Record<string, number>>;

export class Desk {
  #faults: Fault[] = [];
  #counts = new Map<Product, Map<string, number>>();

  /** @throws ZodError where the order makes no sense. */
  order(order: FaultOrder): Fault {
    const fault = faultSchema.parse(order);
    this.#faults.push(fault);
    return fault;
  }

  /** The faults still waiting, in the order they were given, each with the `times` it has left. */
  faults(): readonly Fault[] {
    return this.#faults;
  }

  withdrawFaults(): void {
    this.#faults = [];
  }

  /** Counts a request and gives the first fault that concerns it, used up by one. */
  receive(asked: Asked): Fault | null {
    this.#count(asked.product, `${asked.method} ${asked.template}`);
    const index = this.#faults.findIndex((fault) => concerns(fault, asked));
    const fault = this.#faults[index];
    if (fault === undefined) return null;
    const left = { ...fault, times: fault.times - 1 };
    this.#faults.splice(index, 1, ...(left.times > 0 ? [left] : []));
    return fault;
  }

  counts(): RequestCounts {
    const of = (product: Product) => Object.fromEntries(this.#counts.get(product) ?? []);
    return { bms: of('bms'), vsa: of('vsa'), itglue: of('itglue') };
  }

  /** Requests counted since the last fresh start, of one product or of all. */
  total(product?: Product): number {
    const products = product === undefined ? PRODUCTS : [product];
    return products
      .flatMap((one) => [...(this.#counts.get(one)?.values() ?? [])])
      .reduce((sum, count) => sum + count, 0);
  }

  startCountAnew(): void {
    this.#counts = new Map();
  }

  #count(product: Product, route: string): void {
    const counts = this.#counts.get(product) ?? new Map<string, number>();
    counts.set(route, (counts.get(route) ?? 0) + 1);
    this.#counts.set(product, counts);
  }
}
