/**
 * An organization outlasts what belongs to it: where something of it that was to be archived first was not, it waits, so
 * that the next plan proposes both again. Archived before that, what is left would be nobody's any more. Pure.
 */
import type { Outcome, Step } from '../plan/model';

export class Leftovers {
  /** Names of what was left, by system and identity of the organization. */
  private readonly left = new Map<string, string[]>();

  note({ action, kind, system, organizationIdentity, name }: Step, { type }: Outcome): void {
    if (action !== 'archive' || kind === 'organization' || type === 'done' || type === 'unchanged') return;
    const key = `${system}|${organizationIdentity}`;
    this.left.set(key, [...(this.left.get(key) ?? []), name]);
  }

  /** Why the step has to wait; null when nothing is left. */
  holding({ action, kind, system, identity }: Step): string | null {
    const [first, ...more] = this.left.get(`${system}|${identity}`) ?? [];
    if (action !== 'archive' || kind !== 'organization' || first === undefined) return null;
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    return `it waits for what belongs to it: ${first}${others} could not be archived before it`;
  }
}
