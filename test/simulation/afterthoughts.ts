/**
 * What people do later with what is there: put back in use, type again what stood there before, take an entry from a list
 * or add one, end a client, install an agent anew. Drawn from a stream of its own, in a part of the stories.
 */
import type { FieldName } from '../../src/engine/fields';
import { refOf } from '../../src/engine/model';
import type { Fleet } from '../../src/simulators/fleet/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Choices } from './choices';
import type { Coverage } from './coverage';
import type { Deed } from './deeds';
import type { Held, Ledger } from './ledger';
import type { People } from './people';
import { DELETIONS, press } from './portals';
import type { Scheduler } from './scheduler';
import type { Tenants } from './tenants';

export class Afterthoughts {
  private installed = 0;

  constructor(
    private readonly random: Random,
    private readonly world: {
      readonly people: People;
      readonly tenants: Tenants;
      readonly ledger: Ledger;
      readonly scheduler: Scheduler;
      readonly coverage: Coverage;
      readonly fleet: Fleet;
      readonly tell: (line: string) => void;
    },
  ) {}

  /** A few. */
  async some(): Promise<void> {
    for (let left = this.random.integer(1, 4); left > 0; left -= 1) await this.act();
  }

  /** Between two rounds the settings may change. */
  reconsider(choices: Choices): void {
    if (this.random.chance(0.35)) choices.change();
  }

  /** At the end most have all as it was at the beginning. */
  settle(choices: Choices): void {
    if (this.random.chance(0.8)) choices.restore();
  }

  /** What a round is about, if it is one of these; `kept` where a plan waits. */
  deed(kept: boolean): Deed | null {
    return this.random.weighted<Deed | null>([
      [6, null],
      [3, 'follow'],
      [3, 'leave steps out'],
      [2, 'say before applying'],
      kept ? [6, 'apply a kept plan'] : [2, 'keep a plan'],
    ]);
  }

  private async act(): Promise<void> {
    const deed = this.random.weighted<() => Promise<void>>([
      [3, () => this.putBack()],
      [7, () => this.typeAgain()],
      [3, () => this.typeOver()],
      [4, () => this.editList()],
      [1, () => this.endClient()],
      [2, () => this.installAnew()],
    ]);
    await this.world.people.refusable(deed);
  }

  private async putBack(): Promise<void> {
    const ended = [...this.world.ledger.records.values()].filter(
      (held) => held.record?.fields.active === false && this.mayType(held, 'active'),
    );
    const held = this.pick(ended);
    if (!held) return;
    this.world.coverage.count('edit', 'put back in use');
    await this.world.people.type(held, { active: true });
  }

  /** Where the engine wrote not long ago, if anywhere: there what was written may still wait elsewhere. */
  private async typeAgain(): Promise<void> {
    const { people, ledger, coverage } = this.world;
    const hot = people.somewhereHot();
    const places = hot
      ? [[hot.held, hot.field] as const]
      : people.living().flatMap((held) => people.fieldsOf(held).map((field) => [held, field] as const));
    const place = this.pick(places.filter(([held, field]) => (held.versions.get(field)?.length ?? 0) > 1));
    if (!place) return;
    const [held, field] = place;
    const [before] = (held.versions.get(field) ?? []).slice(-2);
    if (!before || before.form === '' || before.form === ledger.now(held, field)?.form) return;
    coverage.count('edit', 'typed back');
    await people.type(held, { [field]: before.value });
  }

  /** Something new where the engine wrote not long ago, or beside it. */
  private async typeOver(): Promise<void> {
    const { people, coverage } = this.world;
    const hot = people.somewhereHot();
    if (!hot) return;
    coverage.count('edit', 'typed over');
    await people.type(hot.held, { [hot.field]: people.values.of(hot.held.kind, hot.field) });
  }

  private async editList(): Promise<void> {
    const { people, coverage } = this.world;
    const held = this.pick(people.living(undefined, 'contact').filter((one) => this.mayType(one, 'emails')));
    const before = held?.record?.fields.emails;
    if (!held || !Array.isArray(before)) return;
    const taken = before.length > 1 && this.random.chance(0.5) ? this.pick(before) : undefined;
    coverage.count('edit', taken === undefined ? 'entry added' : 'entry taken away');
    const added = `more${people.values.number()}@people.example`;
    const emails = taken === undefined ? [...before, added] : before.filter((entry) => entry !== taken);
    await people.type(held, { emails });
  }

  private async endClient(): Promise<void> {
    const { people, coverage } = this.world;
    const clients = people.living(undefined, 'organization').filter((one) => this.mayType(one, 'active'));
    const held = this.pick(clients);
    if (!held) return;
    coverage.count('edit', 'client ended');
    await people.type(held, { active: false });
  }

  /** The same machine under another number: what it reports as before is the very same word. */
  private async installAnew(): Promise<void> {
    const { people, tenants, ledger, scheduler, coverage, fleet, tell } = this.world;
    const held = this.pick(people.living('vsa', 'asset').filter(({ madeBy }) => madeBy === 'before'));
    const machine = fleet.views.vsa.machines.find(
      ({ key }) => held && tenants.vsa.recordId('machine', key) === refOf(held.key).id,
    );
    const path = held && DELETIONS.vsa.asset?.(refOf(held.key).id);
    if (!held || !machine || !path) return;
    await tenants.clearly(() => press(tenants, 'vsa', 'DELETE', path));
    held.record = null;
    this.installed += 1;
    const key = `${machine.key}-again${this.installed}`;
    const numbers = fleet.views.vsa.machines.map(({ agent }) => agent ?? 0);
    tenants.vsa.install({ ...machine, key, agent: Math.max(...numbers) + this.installed });
    const id = tenants.vsa.recordId('machine', key);
    const record = id === null ? null : await tenants.look('vsa', 'asset', id);
    if (!record) throw new Error(`The agent that was installed anew is not there: ${key}`);
    const again = ledger.add(record, held.thing, 'before', scheduler.now());
    for (const [field, versions] of again.versions) {
      const former = held.versions.get(field);
      if (former?.at(-1)?.form === versions.at(-1)?.form && former) again.versions.set(field, [...former]);
    }
    coverage.count('edit', 'agent installed anew');
    tell(`  person installs the agent ${held.key} anew: ${again.key}`);
  }

  private mayType(held: Held, field: FieldName): boolean {
    return this.world.people.fieldsOf(held).includes(field);
  }

  private pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.random.pick(list);
  }
}
