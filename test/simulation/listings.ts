/** The checker of listings: what stood there, in our sight, since before a run is in each listing that it takes for whole. */
import type { Kind, RecordId, SystemName } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import type { System } from '../../src/engine/ports';
import { isLiving } from './ledger';
import { isHidden } from './tenants';
import type { Watched } from './watched';

export class Listings {
  private begun = Number.NEGATIVE_INFINITY;
  /** Systems of which an answer was exchanged for another: what they seem to have said is nobody's word. */
  private readonly misled = new Set<SystemName>();

  constructor(private readonly world: Watched) {}

  /** A run begins to read. */
  begin(): void {
    this.begun = this.world.scheduler.now();
    this.misled.clear();
  }

  mislead(system: SystemName): void {
    this.misled.add(system);
  }

  /** The system as it is, with an eye on what it lists. */
  watched(system: System): System {
    return {
      ...system,
      scan: async (kind, context) => {
        const given = new Set<RecordId>();
        const coverage = await system.scan(kind, {
          ...context,
          page: (records, progress) => {
            for (const { id } of records) given.add(id);
            context.page(records, progress);
          },
        });
        if (!coverage.partial) this.check(system.name, kind, given);
        return coverage;
      },
    };
  }

  private check(system: SystemName, kind: Kind, given: ReadonlySet<RecordId>): void {
    const { ledger, tenants, coverage } = this.world;
    if (given.size > tenants.rowsAtOnce) coverage.count('listing', `${system} ${kind} of several pages`);
    if (this.misled.has(system)) return;
    for (const held of ledger.records.values()) {
      if (held.system !== system || held.kind !== kind || held.since >= this.begun || !isLiving(held))
        continue;
      if (given.has(refOf(held.key).id) || isHidden(tenants.weather, held, ledger)) continue;
      this.world.fail('half a listing', `${held.key} stood there and is not in a listing taken for whole`);
    }
  }
}
