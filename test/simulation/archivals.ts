/** The checker of archivals: each has a counterpart, or a client, that asks for it. */
import { keyOf, membersOf } from '../../src/engine/model';
import type { Step } from '../../src/engine/plan/model';
import { type Held, isLiving, type Version } from './ledger';
import type { Unknowable } from './unknowable';
import type { Watched } from './watched';

export class Archivals {
  constructor(
    private readonly world: Watched,
    private readonly unknowable: Unknowable,
  ) {}

  /** `source` is the version that the mark was taken from. */
  check(held: Held, step: Step, source: Version | null): void {
    if (step.changes.some((change) => change.field === 'active' && change.source === 'person')) return;
    const since = this.backInUseSince(held);
    if ((source?.form === 'false' && source.at > since) || this.goesWithClient(step, since)) return;
    // A counterpart that is truly gone, not only out of sight, asks for it too.
    const identity = this.world.onDisk.identities.get(step.identity);
    const members = identity ? membersOf(identity) : [];
    const { records } = this.world.ledger;
    if (members.some((ref) => isGone(records.get(keyOf(ref)), since))) return;
    const others = members.flatMap((ref) =>
      ref.system === held.system ? [] : (records.get(keyOf(ref)) ?? []),
    );
    const ends = (one: Held) => this.endsWithOwner(one, since);
    if (ends(held) && others.every((other) => !isLiving(other) || ends(other))) return;
    if (since > Number.NEGATIVE_INFINITY) {
      if (this.unknowable.isPutBack(held, 'active')) return;
      this.world.fail(
        'lost edit',
        `${held.key} was put back in use, and archived again for what was so before`,
      );
      return;
    }
    this.world.fail(
      'archived though only invisible',
      `${held.key} was archived, and no counterpart says that it should be`,
    );
  }

  /** When somebody put it back in use after we had archived it: what was so before asks for nothing any more. */
  private backInUseSince(held: Held): number {
    const [before, now] = (held.versions.get('active') ?? []).slice(-2);
    const isBack = now?.typed && !now.ours && now.form === 'true' && before?.ours && before.form === 'false';
    return isBack ? now.at : Number.NEGATIVE_INFINITY;
  }

  /** What belongs to a client that has truly ended in some system goes with it. */
  private goesWithClient({ kind, organizationIdentity }: Step, since: number): boolean {
    const client =
      kind === 'organization' ? undefined : this.world.onDisk.identities.get(organizationIdentity);
    const members = client ? membersOf(client) : [];
    return members.some((ref) => {
      const held = this.world.ledger.records.get(keyOf(ref));
      return held?.record?.fields.active === false && this.hasEnded(held, since);
    });
  }

  private hasEnded(held: Held, since: number): boolean {
    const at = this.world.ledger.now(held, 'active')?.at ?? Number.NEGATIVE_INFINITY;
    return !isLiving(held) && (since === Number.NEGATIVE_INFINITY || at > since);
  }

  /** Whether its organization has ended there, or is to end by a plan: what is in use nowhere else goes with it. */
  private endsWithOwner({ system, record }: Held, since: number): boolean {
    const owner = record?.organization ?? null;
    if (owner === null) return false;
    const organization = this.world.ledger.records.get(`${system}:organization:${owner}`);
    const ending = this.world.onDisk.steps.get(`${system}/archive/organization/${owner}`);
    return ending !== undefined || (organization !== undefined && this.hasEnded(organization, since));
  }
}

const isGone = (held: Held | undefined, since: number): boolean =>
  held?.record === null && (held.goneAt ?? Number.POSITIVE_INFINITY) > since;
