/** What planning looks things up in: built once per plan. */
import type { Keeper } from '../beside';
import type { FieldName } from '../fields';
import type { Abilities, IdentityMerge } from '../merge/model';
import { liveMembers } from '../merge/sides';
import type {
  Fields,
  FieldValue,
  Identity,
  IdentityId,
  Kind,
  PerSystem,
  RecordId,
  RecordKey,
  SourceRecord,
  SystemName,
} from '../model';
import { SYSTEMS } from '../model';
import type { Barrier } from '../policy';
import type { CreationPolicy } from '../settings';

export interface PlanInput {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly identityOf: ReadonlyMap<RecordKey, IdentityId>;
  readonly merges: readonly IdentityMerge[];
  readonly abilities: Abilities;
  readonly creation: CreationPolicy;
  /** Systems in which a person asked for a counterpart of the record. */
  readonly asked: ReadonlyMap<RecordKey, readonly SystemName[]>;
  /** Records that wait for a person or are to be left alone, with the reason: no counterpart is created for them. */
  readonly held: ReadonlyMap<RecordKey, string>;
  /** Pairs of which a person says that they are not the same, as `pairKey` names them. */
  readonly different: ReadonlySet<string>;
  readonly isPlaceholder: (field: FieldName, value: FieldValue) => boolean;
  /** Which way creations, and the values in them, may go. */
  readonly barrier: Barrier;
  /** What the vendors' own sync is left to make; nothing when absent. */
  readonly keeper?: Keeper;
  /** As the system's own: `beside` is what the record holds in its other fields. */
  readonly objection: (
    system: SystemName,
    kind: Kind,
    field: FieldName,
    value: FieldValue,
    beside: Fields,
  ) => string | null;
  /** ISO instant. */
  readonly madeAt: string;
}

/** What people call things. */
export interface Names {
  members(identity: Identity): PerSystem<SourceRecord>;
  nameOf(identity: Identity): string;
  labelOf(id: IdentityId): string;
  organizationOf(identity: Identity): string;
}

export interface PlanWorld extends Names {
  readonly input: PlanInput;
  /** Whether the identity has a record in the system, or will have once earlier steps have run. */
  willExist(id: IdentityId, system: SystemName): boolean;
  expect(id: IdentityId, system: SystemName): void;
  /** Whether what is referred to belongs to that organization of the system; an organization belongs everywhere. */
  isHome(id: IdentityId, system: SystemName, organization: RecordId | null): boolean;
}

export function namesOf(input: Pick<PlanInput, 'identities' | 'records'>): Names {
  const members = (identity: Identity) => liveMembers(identity, input.records);
  const nameOf = (identity: Identity): string => {
    const held = members(identity);
    for (const system of SYSTEMS) {
      const name = held[system]?.name;
      if (name) return name;
    }
    return identity.id;
  };
  const labelOf = (id: IdentityId): string => {
    const identity = input.identities.get(id);
    return identity ? nameOf(identity) : id;
  };
  const organizationOf = (identity: Identity) => labelOf(identity.organization ?? identity.id);
  return { members, nameOf, labelOf, organizationOf };
}

export function worldOf(input: PlanInput): PlanWorld {
  const expected = new Set<string>();
  const names = namesOf(input);
  return {
    input,
    ...names,
    willExist: (id, system) => {
      const link = input.identities.get(id)?.links[system];
      if (expected.has(`${id}|${system}`)) return true;
      const kind = input.identities.get(id)?.kind;
      return (
        link !== undefined && kind !== undefined && input.records.has(`${system}:${kind}:${link.record}`)
      );
    },
    expect: (id, system) => expected.add(`${id}|${system}`),
    isHome: (id, system, organization) => {
      const identity = input.identities.get(id);
      if (!identity || identity.kind === 'organization') return true;
      const held = names.members(identity)[system]?.organization;
      if (held !== undefined) return held === organization;
      const owner = identity.organization === null ? undefined : input.identities.get(identity.organization);
      return owner?.links[system]?.record === organization;
    },
  };
}
