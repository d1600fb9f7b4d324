/** The settings as they stand, and what people change about them between two runs. */
import type { FieldName } from '../../src/engine/fields';
import { KINDS, type Kind, type RecordKey, SYSTEMS, type SystemName } from '../../src/engine/model';
import type { Direction, Directions, PairName } from '../../src/engine/policy';
import type { AuthorityTable, SyncSettings } from '../../src/engine/settings';
import type { Coverage } from './coverage';

type Authority = SystemName | 'ask';

export class Choices {
  private readonly first: SyncSettings;

  constructor(
    private current: SyncSettings,
    private readonly world: { readonly coverage: Coverage; readonly tell: (line: string) => void },
  ) {
    this.first = current;
  }

  get settings(): SyncSettings {
    return this.current;
  }

  /** Whether what is said of this kind in one system may go to the other, as a person reads the settings. */
  isOpen(kind: Kind, from: SystemName, to: SystemName): boolean {
    const pair = pairNamed(from, to);
    const direction = this.current.directions[pair][kind];
    return direction === 'both' || direction === `${from}-to-${to}`;
  }

  /** Whether a record that only the one system has is made in the other. */
  makes(kind: Kind, from: SystemName, into: SystemName): boolean {
    return this.isOpen(kind, from, into) && (this.current.create[kind][into] ?? []).includes(from);
  }

  /** Which way a kind goes between two systems. */
  direct(pair: PairName, kind: Kind, direction: Direction): void {
    const all = this.current.directions;
    this.goes(pair, { ...all[pair], [kind]: direction });
    this.count(direction === 'both' ? 'direction opened' : 'direction closed');
    this.world.tell(`  person sets ${pair}: ${kind} goes ${direction}`);
  }

  switchPair(pair: PairName, on: boolean): void {
    const direction: Direction = on ? 'both' : 'off';
    this.goes(pair, { organization: direction, location: direction, contact: direction, asset: direction });
    this.count(on ? 'pair switched on' : 'pair switched off');
    this.world.tell(`  person switches ${pair} ${on ? 'on' : 'off'}`);
  }

  private goes(pair: PairName, ways: Directions[PairName]): void {
    this.current = { ...this.current, directions: { ...this.current.directions, [pair]: ways } };
  }

  believe(kind: Kind, field: FieldName, whom: Authority): void {
    const authority = withAuthority(this.current.authority, kind, field, whom);
    this.current = { ...this.current, authority };
    this.count('authority changed');
    this.world.tell(`  person sets the authority of ${kind} ${field}: ${whom}`);
  }

  /** For one organization, by the key of one of its records. */
  believeFor(organization: RecordKey, kind: Kind, field: FieldName, whom: Authority): void {
    const own = this.current.organizationAuthority;
    const table = withAuthority(own[organization] ?? {}, kind, field, whom);
    this.current = { ...this.current, organizationAuthority: { ...own, [organization]: table } };
    this.count("organization's own authority");
    this.world.tell(`  person sets the authority of ${kind} ${field} for ${organization}: ${whom}`);
  }

  create(kind: Kind, policy: SyncSettings['create'][Kind]): void {
    this.current = { ...this.current, create: { ...this.current.create, [kind]: policy } };
    const makes = Object.values(policy).some((sources) => sources.length > 0);
    this.count(makes ? 'creation switched on' : 'creation switched off');
    this.world.tell(`  person has ${kind} records created: ${JSON.stringify(policy)}`);
  }

  /** Creation as it was at first. */
  createAsBefore(kind: Kind): void {
    this.create(kind, this.first.create[kind]);
  }

  /** All as it was at first. */
  setBack(): void {
    if (this.current === this.first) return;
    this.current = this.first;
    this.count('set back to what they were');
    this.world.tell('  person sets all settings back');
  }

  /** Whether the system has to do with another one, or one of those named, whichever way, for the kind. */
  concerned(kind: Kind, system: SystemName, among: readonly SystemName[] = SYSTEMS): boolean {
    return OTHERS[system].some(
      (other) =>
        among.includes(other) && (this.isOpen(kind, system, other) || this.isOpen(kind, other, system)),
    );
  }

  private count(what: string): void {
    this.world.coverage.count('settings', what);
  }
}

const OTHERS: Readonly<Record<SystemName, readonly SystemName[]>> = {
  bms: ['vsa', 'itglue'],
  vsa: ['bms', 'itglue'],
  itglue: ['bms', 'vsa'],
};

export const PAIR_NAMES = ['bmsVsa', 'bmsItGlue', 'vsaItGlue'] as const satisfies readonly PairName[];

export const SYSTEMS_OF: Readonly<Record<PairName, readonly [SystemName, SystemName]>> = {
  bmsVsa: ['bms', 'vsa'],
  bmsItGlue: ['bms', 'itglue'],
  vsaItGlue: ['vsa', 'itglue'],
};

function pairNamed(a: SystemName, b: SystemName): PairName {
  const found = PAIR_NAMES.find((name) => SYSTEMS_OF[name].includes(a) && SYSTEMS_OF[name].includes(b));
  if (!found) throw new Error(`No pair: ${a} and ${b}`);
  return found;
}

const withAuthority = (
  table: AuthorityTable,
  kind: Kind,
  field: FieldName,
  whom: Authority,
): AuthorityTable => ({ ...table, [kind]: { ...table[kind], [field]: whom } });

/** Kinds of which all three systems, or two, hold records that people work on. */
export const WORKED_ON = KINDS.filter((kind) => kind !== 'location');
