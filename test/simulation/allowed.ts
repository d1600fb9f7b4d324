/** The checkers of what a person has allowed: which way values go, which steps are left out, what is written unasked. */
import type { FieldName } from '../../src/engine/fields';
import { SYSTEMS } from '../../src/engine/model';
import type { Step } from '../../src/engine/plan/model';
import type { Barrier } from '../../src/engine/policy';
import type { Held, Version } from './ledger';
import type { Watched } from './watched';

export class Allowed {
  /** Steps that a person unticked in the plan that is being applied. */
  leftOut: ReadonlySet<string> = new Set();

  constructor(
    private readonly world: Watched,
    private readonly barrier: () => Barrier,
  ) {}

  checkStep(step: string, what: string): void {
    if (this.leftOut.has(step))
      this.world.fail('write outside a plan', `${what}: a person had unticked ${step}`);
  }

  /** A value comes from where it may come from, or stands, or stood, where it may come from too. */
  checkWay(held: Held, field: FieldName, step: Step, form: string): void {
    const source = step.changes.find((change) => change.field === field)?.source;
    if (source === undefined || source === 'person') return;
    const { ledger, onDisk } = this.world;
    const links = onDisk.identities.get(step.identity)?.links ?? {};
    const mayCome = SYSTEMS.some((system) => {
      if (system === held.system || this.barrier()(held.kind, system, held.system) !== null) return false;
      const other = ledger.records.get(`${system}:${held.kind}:${links[system]?.record ?? ''}`);
      const versions = other?.versions.get(field) ?? [];
      return system === source || versions.some((version) => version.form === form);
    });
    if (mayCome) return;
    this.world.fail(
      'against the settings',
      `${held.key} ${field}: "${form}" came from ${source}, which may not`,
    );
  }

  /**
   * What is written with nobody looking takes the place of what it was made from, of a blank, or of what a run that began
   * to read at `settledFrom` had seen before the new value was there.
   */
  checkUnasked(
    held: Held,
    field: FieldName,
    now: Version | undefined,
    source: Version | null,
    settledFrom: number,
  ): void {
    if (!now?.typed || now.form === '' || !source || source.stamp === now.stamp) return;
    if (now.at < settledFrom && source.at >= settledFrom) return;
    if (source.ancestors.has(now.stamp) || source.form === now.form) return;
    this.world.fail(
      'overruled unasked',
      `${held.key} ${field}: "${now.form}", typed, was overruled by "${source.form}" with nobody looking`,
    );
  }
}
