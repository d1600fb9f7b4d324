/** What every resource of the simulated server works with. */
import type { Context } from 'hono';
import type { Clock } from '../simulator';
import type { Session, Sessions } from './auth';
import { type Answers, accessDenied, badRequest, notFound, type WireRecord } from './envelope';
import { type FieldRules, parseFilter, parseOrder } from './odata';
import type { Org } from './records';
import type { State } from './state';
import type { VsaSwitches } from './switches';

export type VsaEnv = { Variables: { session: Session } };
export type VsaContext = Context<VsaEnv>;

export class VsaServer {
  constructor(
    readonly state: State,
    readonly switches: VsaSwitches,
    readonly clock: Clock,
    readonly sessions: Sessions,
    readonly answers: Answers,
  ) {}

  /** Whether this id belongs to an organization that can be seen yet, by this user. */
  seesOrg(id: bigint): boolean {
    const org = this.state.orgs.get(id);
    return org !== undefined && this.isVisible(id) && this.inScope(org);
  }

  /** The organization; 404 where there is none or not yet, 403 outside the user's scope. */
  org(id: bigint): Org {
    const org = this.state.orgs.get(id);
    if (org === undefined || !this.isVisible(id)) throw notFound('Org');
    if (!this.inScope(org)) throw accessDenied();
    return org;
  }

  /** A record that belongs to an organization; `what` names it in the 404, which it gets outside a visible group too. */
  owned<T extends { readonly OrgId: bigint }>(records: ReadonlyMap<bigint, T>, id: bigint, what: string): T {
    const record = records.get(id);
    if (record === undefined || this.isInHiddenGroup(record)) throw notFound(what);
    this.org(record.OrgId);
    return record;
  }

  /** Those that belong to organizations the user sees. */
  visible<T extends { readonly OrgId: bigint }>(records: Iterable<T>): T[] {
    const known = new Map<bigint, boolean>();
    const seen: T[] = [];
    for (const record of records) {
      const sees = known.get(record.OrgId) ?? this.seesOrg(record.OrgId);
      known.set(record.OrgId, sees);
      if (sees && !this.isInHiddenGroup(record)) seen.push(record);
    }
    return seen;
  }

  /**
   * One page of the rows, as `$filter`, `$orderby`, `$skip` and `$top` ask; `show` gives the record to be shown where
   * it is not the row itself. Throws a 400 on an option that is wrong.
   */
  list<T extends WireRecord>(
    context: VsaContext,
    rows: readonly T[],
    rules: FieldRules,
    show: (row: T) => WireRecord = (row) => row,
  ): Response {
    const filter = context.req.query('$filter');
    const orderBy = context.req.query('$orderby');
    const skip = wholeNumber(context, '$skip') ?? 0;
    const { pageCeiling } = this.switches;
    const top = Math.min(wholeNumber(context, '$top') ?? pageCeiling, pageCeiling);
    const options = { longIds: this.switches.longIdsInFilters };
    const keeps = filter === undefined ? null : parseFilter(filter, rules, options);
    const order = orderBy === undefined ? null : parseOrder(orderBy, rules);
    const kept = keeps === null ? rows : rows.filter((row) => keeps(show(row)));
    const shownOrder = order && ((a: T, b: T) => order(show(a), show(b)));
    const page = this.ordered(kept, shownOrder, skip).slice(skip, skip + top);
    context.get('session').records += page.length;
    return this.answers.page(page.map(show), kept.length);
  }

  private ordered<T>(rows: readonly T[], order: ((a: T, b: T) => number) | null, skip: number): readonly T[] {
    if (order !== null) return [...rows].sort(order);
    if (!this.switches.shiftingRows || skip === 0) return rows;
    return [...rows.slice(-1), ...rows.slice(0, -1)];
  }

  /** A group itself, and what stands in it. */
  private isInHiddenGroup(record: object): boolean {
    const { hiddenGroups } = this.switches;
    if (hiddenGroups.length === 0 || !('MachineGroupId' in record)) return false;
    if (typeof record.MachineGroupId !== 'bigint') return false;
    const name = this.state.groups.get(record.MachineGroupId)?.MachineGroupName.toLowerCase();
    return hiddenGroups.some((hidden) => hidden.toLowerCase() === name);
  }

  private isVisible(id: bigint): boolean {
    return this.clock.now() >= (this.state.visibleFrom.get(id) ?? 0);
  }

  private inScope(org: Org): boolean {
    const { scope } = this.switches;
    if (scope === null || this.state.addedToScope.has(org.OrgId)) return true;
    return scope.some((reference) => reference.toLowerCase() === org.OrgRef.toLowerCase());
  }
}

function wholeNumber(context: VsaContext, option: '$top' | '$skip'): number | null {
  const text = context.req.query(option);
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`The value '${text}' for ${option} is not a whole number.`);
  return Number(text);
}
