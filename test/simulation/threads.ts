/**
 * Threads that go through a story: a few acts, one between two rounds, of which each makes sense only after those before.
 * What happens in the runs between them, and beside them, is drawn as ever.
 */
import type { FieldName } from '../../src/engine/fields';
import { type Kind, type RecordKey, SYSTEMS, type SystemName } from '../../src/engine/model';
import type { Direction } from '../../src/engine/policy';
import type { Random } from '../../src/simulators/fleet/random';
import { type Choices, PAIR_NAMES, SYSTEMS_OF, WORKED_ON } from './choices';
import type { Comebacks } from './comebacks';
import { listEntries } from './entries';
import type { Held } from './ledger';
import type { People, Workplace } from './people';

export type Act = () => Promise<void>;

export interface Ground extends Workplace {
  readonly random: Random;
  readonly people: People;
  readonly comebacks: Comebacks;
  readonly choices: Choices;
}

type Thread = (ground: Ground) => Act[];

/** A round in which nothing happens to the thread. */
const wait: Act = async () => undefined;

const THREADS: readonly (readonly [weight: number, thread: Thread])[] = [
  [3, closedWay],
  [2, pairOff],
  [2, authority],
  [2, ownAuthority],
  [2, creation],
  [3, typedBack],
  [3, agentGone],
  [2, archivedByHand],
  [2, clientEnds],
  [3, installedAnew],
  [3, listEntries],
];

export function drawnThreads(ground: Ground): Act[][] {
  const { random } = ground;
  return Array.from({ length: random.integer(1, 3) }, () => random.weighted(THREADS)(ground));
}

/** Two lists, or one twice, and something else beside them. */
export const listThreads = (ground: Ground): Act[][] => [
  listEntries(ground),
  listEntries(ground),
  ground.random.weighted(THREADS)(ground),
];

/** A way is closed for a kind, people go on working on both sides, and it is opened again. */
function closedWay({ random, choices, ...ground }: Ground): Act[] {
  const pair = random.pick(PAIR_NAMES);
  const kind = random.pick(WORKED_ON);
  const [a, b] = SYSTEMS_OF[pair];
  const closed = random.pick<Direction>(['off', `${a}-to-${b}`, `${b}-to-${a}`]);
  const both = async () => {
    for (const system of random.shuffle(SYSTEMS_OF[pair])) await editIn(ground, system, kind);
  };
  return [
    async () => {
      choices.direct(pair, kind, closed);
      await both();
    },
    both,
    async () => {
      choices.direct(pair, kind, 'both');
      if (random.chance(0.5)) await both();
    },
  ];
}

/** The same of a whole pair. */
function pairOff({ random, choices, ...ground }: Ground): Act[] {
  const pair = random.pick(PAIR_NAMES);
  const both = async () => {
    for (const system of SYSTEMS_OF[pair]) await editIn(ground, system, random.pick(WORKED_ON));
  };
  return [
    async () => {
      choices.switchPair(pair, false);
      await both();
    },
    async () => {
      choices.switchPair(pair, true);
      await both();
    },
  ];
}

/** Somebody else is believed about a field, before and after its sides were changed. */
function authority({ random, choices, ...ground }: Ground): Act[] {
  const kind = random.pick(WORKED_ON);
  const field = someField(ground, kind);
  if (!field) return [];
  const whom = () => random.pick<SystemName | 'ask'>([...SYSTEMS, 'ask']);
  return [
    async () => {
      choices.believe(kind, field, whom());
      await editApart(ground, kind, field);
    },
    async () => {
      await editApart(ground, kind, field);
      choices.believe(kind, field, whom());
    },
    wait,
  ];
}

/** The same for one client alone. */
function ownAuthority({ random, choices, ...ground }: Ground): Act[] {
  const kind = random.pick(WORKED_ON);
  const field = someField(ground, kind);
  const client = ground.people.typing.somebody(ground.people.living(undefined, 'organization'));
  if (!field || !client) return [];
  return [
    async () => {
      choices.believeFor(client.key, kind, field, random.pick<SystemName | 'ask'>([...SYSTEMS, 'ask']));
      await editApart(ground, kind, field, client.thing);
    },
    () => editApart(ground, kind, field, client.thing),
  ];
}

/** Creation is switched off for a kind while records are added, and on again; or on where it was off. */
function creation({ random, choices, people }: Ground): Act[] {
  const kind = random.pick(WORKED_ON);
  const other =
    kind === 'organization'
      ? { bms: ['itglue'] as const }
      : { bms: ['itglue'] as const, itglue: ['bms', 'vsa'] as const };
  return [
    async () => {
      choices.create(kind, random.chance(0.6) ? {} : other);
      await people.add();
    },
    () => people.add(),
    async () => choices.createAsBefore(kind),
  ];
}

/** A value is changed, and typed back: once all know of it, or before. */
function typedBack({ random, comebacks, people }: Ground): Act[] {
  const held = people.typing.somebody(people.living().filter((one) => comebacks.twins(one).length > 0));
  const field = held && people.typing.fieldOf(held);
  if (!held || !field) return [];
  const change: Act = () =>
    people.refusable(() => people.type(held, { [field]: people.typing.value(held.kind, field) }));
  const back: Act = () => comebacks.typeBack({ held, field });
  return random.pick([
    [change, back],
    [change, wait, back],
    [change, back, change, back],
  ]);
}

/** A machine's agent goes, its records are archived, and somebody puts them back in use. */
function agentGone({ comebacks, random, people }: Ground): Act[] {
  const machine = comebacks.machine();
  if (!machine) return [];
  const back: Act = () => comebacks.putBack(({ thing }) => thing === machine.thing);
  const change: Act = async () => {
    for (const one of comebacks.twins(machine)) await editRecord(people, one);
  };
  return [() => comebacks.agentGoes(machine), wait, wait, back, random.chance(0.5) ? change : wait];
}

/** A person archives a record, and puts it, or its counterpart, back in use. */
function archivedByHand({ comebacks, people }: Ground): Act[] {
  const held = people.typing.somebody(
    people
      .living()
      .filter((one) => one.kind !== 'organization' && people.typing.fieldsOf(one).includes('active')),
  );
  if (!held) return [];
  const back: Act = () => comebacks.putBack(({ thing }) => thing === held.thing);
  return [() => people.refusable(() => people.type(held, { active: false })), back, back];
}

/** A client is off-boarded, and comes back. */
function clientEnds({ comebacks }: Ground): Act[] {
  const client = comebacks.client();
  if (!client) return [];
  return [() => comebacks.endClient(client), wait, () => comebacks.bringBack(client), wait];
}

/** Somebody corrects what an agent reports, and the agent is installed anew. */
function installedAnew({ comebacks, random }: Ground): Act[] {
  const machine = comebacks.machine();
  if (!machine) return [];
  const correct: Act = () => comebacks.correct(machine);
  const anew: Act = () => comebacks.reinstall(machine);
  return random.pick([
    [correct, anew, wait],
    [correct, wait, anew, wait],
    [anew, wait],
    [
      async () => {
        await correct();
        await anew();
      },
      wait,
    ],
  ]);
}

async function editIn({ people }: Pick<Ground, 'people'>, system: SystemName, kind: Kind): Promise<void> {
  const held = people.typing.somebody(people.living(system, kind));
  if (held) await editRecord(people, held);
}

async function editRecord(people: People, held: Held): Promise<void> {
  const field = people.typing.somebody(people.typing.fieldsOf(held).filter((name) => name !== 'active'));
  if (field)
    await people.refusable(() => people.type(held, { [field]: people.typing.value(held.kind, field) }));
}

/** A field that somebody can type into, of a record that has counterparts. */
function someField(
  { people, comebacks }: Pick<Ground, 'people' | 'comebacks'>,
  kind: Kind,
): FieldName | undefined {
  const held = people.typing.somebody(
    people.living(undefined, kind).filter((one) => comebacks.twins(one).length > 0),
  );
  return held && people.typing.somebody(people.typing.fieldsOf(held).filter((field) => field !== 'active'));
}

/** Two records of one thing are changed in the same field, each to a value of its own. */
async function editApart(
  { people, comebacks, ledger }: Pick<Ground, 'people' | 'comebacks' | 'ledger'>,
  kind: Kind,
  field: FieldName,
  client?: string,
): Promise<void> {
  const isOfClient = ({ key, system, record, thing }: Held): boolean => {
    const owner: RecordKey =
      kind === 'organization' ? key : `${system}:organization:${record?.organization ?? ''}`;
    return client === undefined || thing === client || ledger.records.get(owner)?.thing === client;
  };
  const takes = (held: Held) => people.typing.fieldsOf(held).includes(field);
  const held = people.typing.somebody(
    people.living(undefined, kind).filter((one) => takes(one) && isOfClient(one)),
  );
  if (!held) return;
  const twin = people.typing.somebody(comebacks.twins(held).filter(takes));
  for (const one of [held, ...(twin ? [twin] : [])])
    await people.refusable(() => people.type(one, { [field]: people.typing.value(kind, field) }));
}
