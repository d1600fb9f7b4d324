/** What a run left open, and the next must still know: a write that did not succeed, a conflict that nobody decided. */
import type { Decision } from '../../src/engine/decisions';
import type { FieldName } from '../../src/engine/fields';
import { fieldSpec } from '../../src/engine/fields';
import type { FieldValue, Identity, Kind, RecordKey, SystemName } from '../../src/engine/model';
import { SYSTEMS } from '../../src/engine/model';
import type { Outcome, Plan, Step } from '../../src/engine/plan/model';
import { formOf, type Held, isFollowed, isLiving, typedInReadBack } from './ledger';
import { toldIn } from './ticks';
import type { Watched } from './watched';

/** Two sides of one field that were left different. */
interface Open {
  readonly identity: string;
  readonly kind: Kind;
  readonly field: FieldName;
  readonly what: 'conflict' | 'failed write';
  readonly values: readonly (readonly [SystemName, FieldValue])[];
}

export class LeftOpen {
  private readonly open = new Map<string, Open>();

  constructor(private readonly world: Watched) {}

  /** The outcomes of a run, and the conflicts that its plan told. */
  note({ steps, conflicts }: Plan, outcomes: readonly Outcome[]): void {
    for (const { identity, kind, field, values } of conflicts) {
      const sides = SYSTEMS.flatMap((system) => {
        const value = values[system];
        return value === undefined ? [] : [[system, value] as const];
      });
      this.add({ identity, kind, field, what: 'conflict', values: sides });
    }
    const succeeded = new Set(
      outcomes.filter(({ type }) => type === 'done' || type === 'unchanged').map(({ step }) => step),
    );
    for (const step of steps) if (!succeeded.has(step.id) && step.action === 'update') this.addFailed(step);
  }

  private addFailed({ identity, kind, system, changes }: Step): void {
    for (const { field, from, to, source } of changes) {
      if (source === 'person' || (to !== null && typeof to === 'object' && 'identity' in to)) continue;
      this.add({
        ...{ identity, kind, field, what: 'failed write' },
        values: [
          [source, to],
          [system, from],
        ],
      });
    }
  }

  private add(open: Open): void {
    // A first contact never archives; the forms of phones and regions hang on their country.
    const type = fieldSpec(open.kind, open.field)?.type;
    if (open.field === 'active' || type === 'phone' || type === 'region') return;
    if (!isFollowed(open.kind, open.field)) return;
    this.open.set(`${open.identity}|${open.field}|${open.what}`, open);
  }

  /** At rest: where the sides still stand as they stood then, the last plan must tell of it. */
  check(plan: Plan): void {
    const told = toldIn(plan);
    const decided = new Set(this.world.decisions().flatMap(aboutWhat));
    for (const open of this.open.values()) {
      const { identity, kind, field, what, values } = open;
      const known = this.world.onDisk.identities.get(identity);
      if (!known || told.has(`${identity}|${field}`)) continue;
      const sides = values.map(([system, value]) => ({ held: this.side(known, system), value }));
      const unmoved = sides.filter(({ held, value }) => held && this.stands(held, field, value));
      const forms = new Set(unmoved.map(({ value }) => formOf(kind, field, value)));
      const left = unmoved.length === sides.length && forms.size > 1;
      // Of a failed write it is the target, named last, that could take it or could not.
      const takers = what === 'conflict' ? unmoved : unmoved.slice(-1);
      if (!left || !takers.some(({ held }) => held && this.couldTake(held, field))) continue;
      if (unmoved.some(({ held }) => held && decided.has(held.key))) continue;
      if (unmoved.some(({ held }) => held && this.inReadBack(held, field))) continue;
      // Of what has nothing to do with the others any more nobody asks how it stands.
      const linked = SYSTEMS.filter((system) => this.side(known, system));
      if (unmoved.some(({ held }) => held && !this.world.choices.concerned(kind, held.system, linked)))
        continue;
      this.world.fail(
        'silent difference',
        `${identity} ${field}: after a ${what} it stands at ${[...forms].map((form) => `"${form}"`).join(' and ')}, and nothing tells of it`,
      );
    }
  }

  private inReadBack(held: Held, field: FieldName): boolean {
    const within = typedInReadBack(held, field);
    if (within) this.world.coverage.count('window', 'typed between the write and its reading back');
    return within;
  }

  private side({ kind, links }: Identity, system: SystemName): Held | undefined {
    const link = links[system];
    const held =
      link && this.world.ledger.records.get(`${system}:${kind}:${link.record}` satisfies RecordKey);
    return held && isLiving(held) ? held : undefined;
  }

  private stands(held: Held, field: FieldName, value: FieldValue): boolean {
    return formOf(held.kind, field, held.record?.fields[field]) === formOf(held.kind, field, value);
  }

  private couldTake(held: Held, field: FieldName): boolean {
    const ability = this.world.tenants.eyes[held.system].abilities[held.kind].fields[field];
    return ability?.write === 'always' && !ability.coarse && !held.record?.locked?.[field];
  }
}

function aboutWhat(said: Decision): readonly RecordKey[] {
  if (said.type === 'authority') return [said.organization];
  return 'records' in said ? said.records : [said.record];
}
