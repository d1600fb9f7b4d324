/** The checkers of what stands when a run is over, and at the end. */
import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '../../src/engine/decisions';
import { type FieldName, fieldSpec } from '../../src/engine/fields';
import type { Identity, RecordKey } from '../../src/engine/model';
import { keyOf, membersOf } from '../../src/engine/model';
import { modelForm, systemFamily } from '../../src/engine/normalize/hardware';
import type { Plan } from '../../src/engine/plan/model';
import { type Held, typedInReadBack } from './ledger';
import { toldIn } from './ticks';
import type { Watched } from './watched';

export class AtRest {
  /** When the first run came to its end: only then is there something that an edit differs from. */
  private firstAgreement = Number.POSITIVE_INFINITY;

  constructor(private readonly world: Watched) {}

  /** After a run that ended: what its identities hold, against what people said and what was seen to agree. */
  checkIdentities(startedAt: number, agreed: boolean): void {
    this.world.onDisk.forget();
    const { ledger, onDisk } = this.world;
    const { identities, records } = onDisk;
    const home = new Map<RecordKey, string>();
    for (const identity of identities.values()) {
      for (const ref of membersOf(identity)) home.set(keyOf(ref), identity.id);
    }
    this.checkForbidden(home);
    if (!agreed) return;
    this.firstAgreement = Math.min(this.firstAgreement, this.world.scheduler.now());
    for (const identity of identities.values()) {
      const members = membersOf(identity).flatMap((ref) => ledger.records.get(keyOf(ref)) ?? []);
      for (const a of members) {
        for (const b of members) {
          if (a.key >= b.key) continue;
          // What no reading has shown yet, as the details of a BMS asset that waits for its turn, agreed with nothing.
          const isSeen = (held: Held, field: FieldName) => records.get(held.key)?.fields[field] !== undefined;
          for (const field of a.versions.keys())
            if (isSeen(a, field) && isSeen(b, field) && this.areCompared(a, b, field, members))
              ledger.agree(a, b, field, startedAt);
        }
      }
    }
  }

  /** Between two that have nothing to do with each other, not even by way of the third, nothing is agreed on. */
  private areCompared(a: Held, b: Held, field: FieldName, members: readonly Held[]): boolean {
    const { choices } = this.world;
    const meet = (one: Held, other: Held) =>
      choices.isOpen(one.kind, one.system, other.system) ||
      choices.isOpen(one.kind, other.system, one.system);
    const between = members.filter((held) => held !== a && held !== b && held.versions.has(field));
    return meet(a, b) || between.some((held) => meet(a, held) && meet(held, b));
  }

  /** `home` is the identity of each record. What a person said to be the same of one of its records may hold it together. */
  private checkForbidden(home: ReadonlyMap<RecordKey, string>): void {
    const decisions = this.world.decisions();
    const tied = decisions.flatMap((said) => (said.type === 'same' ? said.records : []));
    const heldTogether = new Set(tied.map((key) => home.get(key)));
    for (const said of decisions) {
      if (said.type !== 'different') continue;
      const [a, b] = said.records;
      const one = home.get(a);
      if (one === undefined || one !== home.get(b) || heldTogether.has(one)) continue;
      this.world.fail(
        'merged against a decision',
        `${a} and ${b} are one identity, and were said to be different`,
      );
    }
  }

  /** At rest, whatever differs between the records of one thing is said to differ. */
  checkDifferences(plan: Plan): void {
    const { ledger } = this.world;
    const said = toldIn(plan);
    for (const identity of this.world.onDisk.identities.values()) {
      const members = membersOf(identity)
        .flatMap((ref) => ledger.records.get(keyOf(ref)) ?? [])
        .filter(({ kind, system }) => this.world.choices.concerned(kind, system));
      const fields = new Set(members.flatMap((held) => [...held.versions.keys()]));
      for (const field of fields) {
        if (said.has(`${identity.id}|${field}`) || fieldSpec(identity.kind, field)?.type === 'phone')
          continue;
        // A first contact never archives: sides that were in use or not before we came may stay so.
        if (field !== 'active') this.checkField(identity, field, members);
      }
    }
  }

  private checkField(identity: Identity, field: FieldName, members: readonly Held[]): void {
    const { ledger, tenants, coverage } = this.world;
    const sides = members.flatMap((held) => {
      const now = held.record && ledger.now(held, field);
      const ability = tenants.eyes[held.system].abilities[held.kind].fields[field];
      const lagging = ability?.write === 'always' && !ability.coarse && !held.record?.locked?.[field];
      const familyOf = ability?.coarse ? (ability.family ?? systemFamily) : undefined;
      return now ? [{ held, now, lagging, familyOf }] : [];
    });
    const edited = sides
      .filter(({ now }) => now.typed && now.at > this.firstAgreement)
      .sort((x, y) => y.now.at - x.now.at)[0];
    if (!edited) return;
    // What a system knows by the family alone differs from nothing of that family; a model is an entry of a list, under the
    // spelling that it has there, which the report of drift tells.
    const isSame = (form: string) =>
      form === edited.now.form ||
      isOfFamily(form, edited.now.form, field === 'model' ? modelForm : edited.familyOf);
    // Across a pair that is switched off nothing goes, which the report of drift tells.
    const isReached = (held: Held) =>
      held === edited.held || this.areCompared(edited.held, held, field, members);
    if (!sides.some(({ held, now, lagging }) => lagging && !isSame(now.form) && isReached(held))) return;
    if (typedInReadBack(edited.held, field)) {
      coverage.count('window', 'typed between the write and its reading back');
      return;
    }
    const forms = sides.map(({ now }) => `"${now.form}"`);
    coverage.count('at rest', 'silent difference');
    this.world.fail('silent difference', `${identity.id} ${field}: ${forms.join(', ')}`);
  }

  /** What a person said, and was told is kept, stands there from then on. */
  checkDecisions(said: readonly Decision[]): void {
    const kept = this.world.decisions();
    const lost = said.find((one) => !kept.some((other) => isDeepStrictEqual(other, asStored(one))));
    if (lost) this.world.fail('lost decision', `it was said and is not there: ${JSON.stringify(lost)}`);
  }

  checkFiles(): void {
    const [torn] = this.world.onDisk.torn();
    if (torn) this.world.fail('torn file', `${torn} was neither replaced whole nor left alone`);
  }

  checkSecrets(texts: Iterable<string>): void {
    const secrets = this.world.tenants.secrets.filter((secret) => secret.length >= 8);
    for (const text of texts) {
      const shown = secrets.find((secret) => text.includes(secret));
      if (shown)
        this.world.fail('secret shown', `a secret stands in: ${text.split(shown).join('***').slice(0, 300)}`);
    }
  }
}

const asStored = (said: Decision): unknown => JSON.parse(JSON.stringify(said));

function isOfFamily(form: string, other: string, familyOf: ((value: string) => string) | undefined): boolean {
  const family = familyOf?.(form) ?? '';
  return family !== '' && family === familyOf?.(other);
}
