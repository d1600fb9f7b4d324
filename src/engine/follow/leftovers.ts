/**
 * An organization outlasts what belongs to it: where something of it that was to be archived first was not, it waits, so
 * that the next plan proposes both again. Archived before that, what is left would be nobody's any more. And where it could
 * not be put back in use, what would come back with it waits, too. Pure.
 */
import { isWhole } from '../outcomes';
import type { Outcome, Step } from '../plan/model';

export class Leftovers {
  /** Names of what was left, by system and identity of the organization. */
  private readonly left = new Map<string, string[]>();
  /** Organizations that are still archived, by system and identity. */
  private readonly ended = new Set<string>();

  note({ action, kind, system, organizationIdentity, name }: Step, outcome: Outcome): void {
    if (isWhole(outcome)) return;
    const key = `${system}|${organizationIdentity}`;
    if (action === 'archive' && kind !== 'organization')
      this.left.set(key, [...(this.left.get(key) ?? []), name]);
    if (action === 'reactivate' && kind === 'organization') this.ended.add(key);
  }

  /** Why the step has to wait; null when it need not. */
  holding(step: Step): string | null {
    const { action, kind, system, organizationIdentity, organization } = step;
    const key = `${system}|${organizationIdentity}`;
    if (action === 'reactivate' && step.withClient && this.ended.has(key))
      return `it waits for ${organization}, which could not be put back in use`;
    const [first, ...more] = this.left.get(key) ?? [];
    if (action !== 'archive' || kind !== 'organization' || first === undefined) return null;
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    return `it waits for what belongs to it: ${first}${others} could not be archived before it`;
  }
}
