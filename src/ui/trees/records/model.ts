/** The Systems tree as a pure value: which nodes there are, and who belongs to whom. Rows are in `view.ts`. */
import type { Kind, MatchStatus, RecordId, RecordKey, SourceRecord, SystemName } from '../../../engine/model';
import { KINDS, keyOf, SYSTEMS } from '../../../engine/model';
import { PARTS } from '../../words';
import { type OrganizationPart, type Outline, statusIn, sumOf } from './outline';

export type SystemsNode =
  | {
      readonly type: 'failure';
      readonly id: string;
      readonly system: SystemName | null;
      readonly trouble: Trouble;
    }
  | { readonly type: 'system'; readonly id: string; readonly system: SystemName }
  | {
      readonly type: 'organization';
      readonly id: string;
      readonly system: SystemName;
      /** Null for the parts that belong to no known organization. */
      readonly organization: RecordId | null;
    }
  | {
      readonly type: 'group';
      readonly id: string;
      readonly system: SystemName;
      readonly organization: RecordId | null;
      readonly kind: Kind;
    }
  | { readonly type: 'record'; readonly id: string; readonly key: RecordKey }
  | { readonly type: 'empty'; readonly id: string; readonly parent: SystemsNode; readonly text: string };

/** What went wrong, fit for a row. */
export interface Trouble {
  readonly system: SystemName | null;
  readonly message: string;
  readonly remedy: string | null;
  readonly code: string | null;
  /** A guard stopped the run: for a person to look, nothing is broken. */
  readonly guarded: boolean;
}

export interface SystemsInput {
  readonly outline: Outline;
  /** Only records of these statuses, and what they belong to; null shows all. */
  readonly filter: ReadonlySet<MatchStatus> | null;
  readonly troubles: readonly Trouble[];
}

const RECORD = 'record:';

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

export class SystemsTree {
  private readonly sorted = new Map<string, readonly SystemsNode[]>();

  constructor(readonly input: SystemsInput) {}

  /** Children of the node, or the roots. The same objects each time. */
  children(node?: SystemsNode): readonly SystemsNode[] {
    const key = node?.id ?? '';
    const known = this.sorted.get(key);
    if (known) return known;
    const made = node ? this.childrenOf(node) : this.roots();
    this.sorted.set(key, made);
    return made;
  }

  parent(node: SystemsNode): SystemsNode | undefined {
    switch (node.type) {
      case 'system':
        return undefined;
      case 'failure':
        return node.system ? systemNode(node.system) : undefined;
      case 'organization':
        return systemNode(node.system);
      case 'group':
        return organizationNode(node.system, node.organization);
      case 'record':
        return this.parentOfRecord(node.key);
      case 'empty':
        return node.parent;
    }
  }

  /** The node that shows the record, or undefined when it is not known or filtered out. */
  find(key: RecordKey): SystemsNode | undefined {
    const record = this.record(key);
    if (!record) return undefined;
    if (record.kind === 'organization') {
      const part = this.part(record.system, record.id);
      return part && this.isShown(part) ? organizationNode(record.system, record.id) : undefined;
    }
    return this.passes(record) ? recordNode(key) : undefined;
  }

  /** The record that the node of this id stands for, as a node; undefined for rows of no record. */
  known(id: string): SystemsNode | undefined {
    if (!id.startsWith(RECORD)) return undefined;
    const key = id.slice(RECORD.length);
    return isRecordKey(key) ? this.find(key) : undefined;
  }

  record(key: RecordKey): SourceRecord | undefined {
    return this.input.outline.overview.records.get(key);
  }

  part(system: SystemName, organization: RecordId | null): OrganizationPart | undefined {
    return this.input.outline.systems.get(system)?.organizations.get(organization);
  }

  /** The records of the group that pass the filter, in no order. */
  members(node: Extract<SystemsNode, { type: 'group' }>): readonly SourceRecord[] {
    const all = this.part(node.system, node.organization)?.parts.get(node.kind) ?? [];
    return this.input.filter ? all.filter((record) => this.passes(record)) : all;
  }

  /** How many records the filter lets through, of how many. */
  counts(): { readonly shown: number; readonly total: number } {
    const systems = [...this.input.outline.systems.values()];
    const sum = (only: ReadonlySet<MatchStatus> | null) =>
      systems.reduce((total, { tally }) => total + sumOf(tally, only), 0);
    return { shown: sum(this.input.filter), total: sum(null) };
  }

  private roots(): readonly SystemsNode[] {
    const { outline, troubles } = this.input;
    const own = SYSTEMS.filter((system) => outline.systems.has(system));
    const homeless = troubles.filter(({ system }) => !system || !own.includes(system));
    return [...homeless.map((trouble) => failureNode(null, trouble)), ...own.map(systemNode)];
  }

  private childrenOf(node: SystemsNode): readonly SystemsNode[] {
    switch (node.type) {
      case 'system':
        return this.childrenOfSystem(node);
      case 'organization':
        return this.childrenOfOrganization(node);
      case 'group':
        return named(this.members(node)).map(({ record }) => recordNode(keyOf(record)));
      default:
        return [];
    }
  }

  private childrenOfSystem(node: Extract<SystemsNode, { type: 'system' }>): readonly SystemsNode[] {
    const { system } = node;
    const failures = this.input.troubles.flatMap((trouble) =>
      trouble.system === system ? [failureNode(system, trouble)] : [],
    );
    const parts = [...(this.input.outline.systems.get(system)?.organizations.values() ?? [])];
    const shown = parts.filter((part) => this.isShown(part));
    const known = named(shown.flatMap(({ record }) => (record ? [record] : [])));
    const organizations = known.map(({ record }) => organizationNode(system, record.id));
    const rest = shown.some((part) => part.id === null) ? [organizationNode(system, null)] : [];
    if (organizations.length + rest.length > 0) return [...failures, ...organizations, ...rest];
    const text = parts.length > 0 ? 'Nothing has the chosen statuses' : 'The account sees no organizations';
    return [...failures, emptyNode(node, text)];
  }

  private childrenOfOrganization(
    node: Extract<SystemsNode, { type: 'organization' }>,
  ): readonly SystemsNode[] {
    const groups = PARTS.map((kind) => groupNode(node.system, node.organization, kind));
    const filled = groups.filter((group) => this.members(group).length > 0);
    if (filled.length > 0) return filled;
    const text = this.input.filter
      ? 'Nothing else has the chosen statuses'
      : 'No locations, contacts or assets';
    return [emptyNode(node, text)];
  }

  private parentOfRecord(key: RecordKey): SystemsNode | undefined {
    const record = this.record(key);
    if (!record) return undefined;
    const home = record.organization;
    const known = home !== null && this.part(record.system, home)?.record;
    return groupNode(record.system, known ? home : null, record.kind);
  }

  private isShown({ tally }: OrganizationPart): boolean {
    return this.input.filter === null || sumOf(tally, this.input.filter) > 0;
  }

  private passes(record: SourceRecord): boolean {
    const { filter, outline } = this.input;
    return filter === null || filter.has(statusIn(outline.overview, keyOf(record)));
  }
}

function named(records: readonly SourceRecord[]): readonly { readonly record: SourceRecord }[] {
  return records
    .map((record) => ({ record }))
    .sort((a, b) => byName(a.record.name, b.record.name) || (a.record.id < b.record.id ? -1 : 1));
}

const systemNode = (system: SystemName): Extract<SystemsNode, { type: 'system' }> => ({
  type: 'system',
  id: `system:${system}`,
  system,
});

const organizationNode = (system: SystemName, organization: RecordId | null): SystemsNode => ({
  type: 'organization',
  id: organization === null ? `without:${system}` : `${RECORD}${system}:organization:${organization}`,
  system,
  organization,
});

const groupNode = (
  system: SystemName,
  organization: RecordId | null,
  kind: Kind,
): Extract<SystemsNode, { type: 'group' }> => ({
  type: 'group',
  id: `group:${kind}:${system}:${organization ?? ''}`,
  system,
  organization,
  kind,
});

const recordNode = (key: RecordKey): SystemsNode => ({ type: 'record', id: `${RECORD}${key}`, key });

const failureNode = (system: SystemName | null, trouble: Trouble): SystemsNode => ({
  type: 'failure',
  id: `failure:${system ?? ''}:${trouble.code ?? ''}`,
  system,
  trouble,
});

const emptyNode = (parent: SystemsNode, text: string): SystemsNode => ({
  type: 'empty',
  id: `empty:${parent.id}`,
  parent,
  text,
});

/** The record that a row stands for: its own, or the organization's. */
export function keyOfNode(node: SystemsNode): RecordKey | null {
  if (node.type === 'record') return node.key;
  if (node.type === 'organization' && node.organization !== null) {
    return keyOf({ system: node.system, kind: 'organization', id: node.organization });
  }
  return null;
}

const KEY = new RegExp(`^(${SYSTEMS.join('|')}):(${KINDS.join('|')}):.`, 's');

const isRecordKey = (text: string): text is RecordKey => KEY.test(text);
