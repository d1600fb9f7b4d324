/** The checker of archivals: each has a counterpart, or a client, that asks for it. */
import { keyOf, membersOf } from '../../src/engine/model';
import type { Step } from '../../src/engine/plan/model';
import { type Held, isLiving, type Version } from './ledger';
import type { Watched } from './watched';

export class Archivals {
  constructor(private readonly world: Watched) {}

  /** `source` is the version that the mark was taken from. */
  check(held: Held, step: Step, source: Version | null): void {
    if (step.changes.some((change) => change.field === 'active' && change.source === 'person')) return;
    if (source?.form === 'false' || this.goesWithClient(step)) return;
    // A counterpart that is truly gone, not only out of sight, asks for it too.
    const identity = this.world.onDisk.identities.get(step.identity);
    const members = identity ? membersOf(identity) : [];
    const { records } = this.world.ledger;
    if (members.some((ref) => records.get(keyOf(ref))?.record === null)) return;
    const others = members.flatMap((ref) =>
      ref.system === held.system ? [] : (records.get(keyOf(ref)) ?? []),
    );
    if (this.endsWithOwner(held) && others.every((other) => !isLiving(other) || this.endsWithOwner(other)))
      return;
    this.world.fail(
      'archived though only invisible',
      `${held.key} was archived, and no counterpart says that it should be`,
    );
  }

  /** What belongs to a client that has truly ended in some system goes with it. */
  private goesWithClient({ kind, organizationIdentity }: Step): boolean {
    const client =
      kind === 'organization' ? undefined : this.world.onDisk.identities.get(organizationIdentity);
    const members = client ? membersOf(client) : [];
    return members.some((ref) => this.world.ledger.records.get(keyOf(ref))?.record?.fields.active === false);
  }

  /** Whether its organization has ended there, or is to end by a plan: what is in use nowhere else goes with it. */
  private endsWithOwner({ system, record }: Held): boolean {
    const owner = record?.organization ?? null;
    if (owner === null) return false;
    const organization = this.world.ledger.records.get(`${system}:organization:${owner}`);
    const ending = this.world.onDisk.steps.get(`${system}/archive/organization/${owner}`);
    return ending !== undefined || (organization !== undefined && !isLiving(organization));
  }
}
