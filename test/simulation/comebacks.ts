/** What comes back: values that were overwritten, records that were archived, clients that had ended, machines under another agent. */
import type { FieldName } from '../../src/engine/fields';
import type { FieldValue, Kind, SystemName } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import { agentIdOf } from '../../src/simulators/fleet/agents';
import type { Fleet, ViewMachine } from '../../src/simulators/fleet/model';
import type { Random } from '../../src/simulators/fleet/random';
import { type Held, isLiving } from './ledger';
import type { People, Workplace } from './people';

export interface Place {
  readonly held: Held;
  readonly field: FieldName;
}

/** Numbers that no agent of a fleet has. */
const FIRST_NEW_AGENT = 900_000;

export class Comebacks {
  private installed = 0;

  constructor(
    private readonly random: Random,
    private readonly people: People,
    private readonly world: Workplace & { readonly fleet: Fleet },
  ) {}

  /** Somebody types what stood there before the present value, there or in another system. */
  async typeBack(near?: Place, betweenWrites = false): Promise<void> {
    const place = near ?? this.somewhere();
    if (!place) return;
    const { held, field } = place;
    const { typing } = this.people;
    const places = [held, ...this.twins(held)].filter((one) => typing.fieldsOf(one).includes(field));
    const one = this.random.chance(0.6) && places.includes(held) ? held : typing.somebody(places);
    const former = one && this.formerly(one, field);
    if (!one || former === undefined) return;
    this.world.coverage.count('turn', one === held ? 'value typed back' : 'value typed back elsewhere');
    if (betweenWrites) this.world.coverage.count('turn', 'value typed back between two writes');
    await this.people.refusable(() => this.people.type(one, { [field]: former }));
  }

  /** Where we wrote of late. */
  private somewhere(): Place | undefined {
    const { records, written } = this.world.ledger;
    const place = this.people.typing.somebody(written.slice(-20));
    const held = place && records.get(place.key);
    return place && held && isLiving(held) ? { held, field: place.field } : undefined;
  }

  /** The value before the last one; undefined where there was none that a person could type. */
  private formerly(held: Held, field: FieldName): FieldValue | undefined {
    const versions = held.versions.get(field) ?? [];
    const now = versions.at(-1)?.form;
    const former = versions.findLast(({ form }) => form !== now);
    if (!former || (former.form === '' && this.people.typing.isRequired(held, field))) return undefined;
    return former.value;
  }

  /** Puts back in use what is archived; what we archived before all. */
  async putBack(only: (held: Held) => boolean = () => true): Promise<void> {
    const { ledger, coverage } = this.world;
    const archived = [...ledger.records.values()].filter(
      (held) =>
        held.record?.fields.active === false &&
        this.people.typing.fieldsOf(held).includes('active') &&
        only(held),
    );
    const ours = archived.filter((held) => ledger.now(held, 'active')?.ours);
    const held = this.people.typing.somebody(ours.length > 0 ? ours : archived);
    if (!held) return;
    coverage.count('turn', ours.length > 0 ? 'put back in use after we archived it' : 'put back in use');
    await this.people.refusable(() => this.people.type(held, { active: true }));
  }

  /** Other records of the same thing that are in use. */
  twins({ thing, key, kind }: Held, system?: SystemName): readonly Held[] {
    return this.people.living(system, kind).filter((one) => one.thing === thing && one.key !== key);
  }

  /** A machine that has an agent, and stands in another system too. */
  machine(): Held | undefined {
    return this.people.typing.somebody(
      this.people
        .living('vsa', 'asset')
        .filter((held) => this.twins(held).some(({ system }) => system !== 'vsa')),
    );
  }

  async agentGoes(held: Held): Promise<void> {
    if (isLiving(held) && (await this.people.delete(held))) this.world.coverage.count('turn', 'agent gone');
  }

  /** The client ends in one system, with some of what belongs to it there. */
  async endClient(client: Held): Promise<void> {
    const { coverage, tell } = this.world;
    coverage.count('turn', 'client ended');
    tell(`  person ends ${client.key}`);
    await this.people.refusable(() => this.people.type(client, { active: false }));
    const own = this.people
      .living(client.system, 'asset')
      .filter(({ record }) => record?.organization === refOf(client.key).id);
    for (const held of own) {
      if (this.random.chance(0.4))
        await this.people.refusable(() => this.people.type(held, { active: false }));
    }
  }

  /** A client that was ended is one again, by the word of one of the systems; some of its machines with it. */
  async bringBack(client: Held): Promise<void> {
    const ended = [...this.world.ledger.records.values()].filter(
      (held) =>
        held.thing === client.thing && held.kind === 'organization' && held.record?.fields.active === false,
    );
    const held = this.people.typing.somebody(ended);
    if (!held) return;
    this.world.coverage.count('turn', 'client brought back');
    this.world.tell(`  person brings ${held.key} back`);
    await this.people.refusable(() => this.people.type(held, { active: true }));
    const id = refOf(held.key).id;
    if (this.random.chance(0.5))
      await this.putBack(({ system, record }) => system === held.system && record?.organization === id);
  }

  /** Somebody corrects, in another system, what the agent reports of the machine. */
  async correct(machine: Held): Promise<void> {
    const twin = this.people.typing.somebody(this.twins(machine).filter(({ system }) => system !== 'vsa'));
    const reported = (twin ? this.people.typing.fieldsOf(twin) : []).filter(
      (field) => field !== 'active' && machine.record?.fields[field] !== undefined,
    );
    const field = this.people.typing.somebody(reported);
    if (!twin || !field) return;
    this.world.coverage.count('turn', 'correction of what an agent reports');
    await this.people.refusable(() =>
      this.people.type(twin, { [field]: this.people.typing.value(twin.kind, field) }),
    );
  }

  /** The agent is installed anew: the machine checks in under another number, and the former agent is deleted or falls silent. */
  async reinstall(former: Held): Promise<void> {
    const { tenants, ledger, scheduler, coverage, tell, fleet } = this.world;
    const machine = fleet.views.vsa.machines.find(
      ({ key }) => tenants.vsa.recordId('machine', key) === refOf(former.key).id,
    );
    if (!machine || !isLiving(former)) return;
    if (this.random.chance(0.5)) await this.people.delete(former);
    this.installed += 1;
    const agent = FIRST_NEW_AGENT + this.installed;
    tenants.vsa.install(checkingIn(machine, agent, scheduler.now()));
    const record = await tenants.look('vsa', 'asset', agentIdOf(agent));
    if (!record) return;
    const held = ledger.add(record, former.thing, 'agent', scheduler.now());
    ledger.carryOver(former, held);
    coverage.count('turn', former.record ? 'agent installed anew beside the former' : 'agent installed anew');
    tell(`  agent ${former.key} is installed anew: ${held.key} "${record.name}"`);
  }

  /** A client of which the kind's records can be ended in the system. */
  client(): Held | undefined {
    const kind: Kind = 'organization';
    const own = new Set(
      this.people
        .living(undefined, 'asset')
        .map(({ system, record }) => `${system}:${kind}:${record?.organization}`),
    );
    return this.people.typing.somebody(
      this.people
        .living(undefined, kind)
        .filter((held) => this.people.typing.fieldsOf(held).includes('active') && own.has(held.key)),
    );
  }
}

function checkingIn(machine: ViewMachine, agent: number, now: number): ViewMachine {
  const at = new Date(now);
  return {
    ...machine,
    key: `${machine.key} anew ${agent}`,
    agent,
    lastSeen: at,
    firstSeen: at,
    createdAt: at,
    online: true,
  };
}
