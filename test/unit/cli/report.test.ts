import { describe, expect, it } from 'vitest';
import { reportText } from '../../../src/cli/report';
import { PLAIN } from '../../../src/cli/style';
import type { MatchedGroup } from '../../../src/engine/match/model';
import type { Coverage, SourceRecord } from '../../../src/engine/model';
import { keyOf } from '../../../src/engine/model';
import type { Conflict, Drift, Outcome, Step } from '../../../src/engine/plan/model';
import type { RunReport } from '../../../src/engine/run';
import { link, record } from '../engine/fakes';

interface Told {
  readonly records?: readonly SourceRecord[];
  readonly coverage?: readonly Coverage[];
  readonly match?: Partial<RunReport['prepared']['match']>;
  readonly steps?: readonly Step[];
  readonly outcomes?: readonly Outcome[];
  readonly conflicts?: readonly Conflict[];
  readonly drift?: readonly Drift[];
}

function text({ records = [], coverage = [], match = {}, steps = [], outcomes = [], ...plan }: Told): string {
  const report: RunReport = {
    run: 'r',
    startedAt: '',
    endedAt: '',
    outcomes,
    statuses: new Map(),
    prepared: {
      scan: { records: new Map(records.map((held) => [keyOf(held), held])), coverage, problems: [] },
      match: { groups: [], suggestions: [], ambiguous: [], alarms: [], ignored: new Map(), ...match },
      identities: new Map(),
      identityOf: new Map(),
      merges: [],
      trips: [],
      plan: { version: 1, madeAt: '', fingerprint: '', steps, conflicts: [], drift: [], ...plan },
    },
  };
  return reportText(report, PLAIN);
}

const proof = (
  system: Coverage['system'],
  kind: Coverage['kind'],
  received: number,
  hidden: string | null = null,
) => ({ system, kind, announced: received, received, proof: 'all', hidden }) as const;

const acme = [
  record('bms', 'organization', '1', { name: 'Acme Ltd.' }),
  record('itglue', 'organization', '2', { name: 'Acme Limited' }),
];
const GROUP: MatchedGroup = {
  kind: 'organization',
  members: { bms: '1', itglue: '2' },
  links: { bms: link('1'), itglue: link('2') },
  confidence: 0.994,
  evidence: [],
  reason: 'name + domain',
  identity: null,
  aliases: [],
};

const about = { kind: 'contact', identity: 'i', name: 'Ada', organization: 'Acme' } as const;
const step = (id: string, action: Step['action']): Step => ({
  ...about,
  id,
  action,
  system: 'itglue',
  record: null,
  organizationIdentity: 'o',
  changes: [],
  reason: '',
});

describe('the report of a run', () => {
  it('says in full what a quiet run found', () => {
    const coverage = [
      proof('bms', 'organization', 1204),
      proof('bms', 'asset', 7),
      proof('itglue', 'organization', 1, 'Archived ones are hidden.'),
    ];
    expect(text({ records: acme, coverage, match: { groups: [GROUP] } })).toBe(
      [
        'What each system held',
        '              organizations  locations  contacts  assets',
        '  Kaseya BMS          1,204          -         -       7',
        '  IT Glue                 1          -         -       -',
        '  ! IT Glue, organizations: Archived ones are hidden.',
        '',
        'What matched',
        '  1 organization in two systems or more, 0 in all three',
        'Why',
        '      1  name + domain  e.g. Acme Ltd. (bms) = Acme Limited (itglue)',
        '',
        'What was written',
        '  Nothing: the systems are in step.',
        '',
        'What waits for a person',
        '  Nothing.',
      ].join('\n'),
    );
  });

  it('counts what was written, and names what did not succeed with the server’s words', () => {
    const steps = [step('a', 'create'), step('b', 'create'), step('c', 'update'), step('d', 'update')];
    const outcomes: Outcome[] = [
      { step: 'a', type: 'done', record: '1' },
      { step: 'b', type: 'done', record: '2' },
      { step: 'c', type: 'unchanged', record: '3' },
      { step: 'd', type: 'failed', record: null, message: 'IT Glue refused (title is too long)' },
    ];
    expect(text({ steps, outcomes })).toContain(
      [
        'What was written',
        '                     created  updated  reactivated  archived',
        '  IT Glue, contacts        2        -            -         -',
        '  1 step did not succeed:',
        '  failed Ada, contact in IT Glue: IT Glue refused (title is too long)',
      ].join('\n'),
    );
  });

  it('names what did not succeed where nothing did, and says how many more there are', () => {
    const steps = Array.from({ length: 7 }, (_, n) => step(String(n), 'update'));
    const outcomes = steps.map(
      ({ id }): Outcome => ({ step: id, type: 'refused', record: null, message: 'locked' }),
    );
    const lines = text({ steps, outcomes }).split('\n');
    expect(lines).toContain('  7 steps did not succeed:');
    expect(lines.filter((line) => line === '  refused Ada, contact in IT Glue: locked')).toHaveLength(5);
    expect(lines).toContain('  and 2 more');
  });

  it('shows what waits for a person, each with its sides and its reason', () => {
    const conflict: Conflict = {
      ...about,
      field: 'title',
      values: { bms: 'CEO', vsa: null, itglue: 'CTO' },
      changed: [],
      suggestion: null,
      reason: 'both changed it',
    };
    const told = text({
      records: acme,
      match: {
        suggestions: [{ ...GROUP, confidence: 0.814 }],
        ambiguous: [
          { record: 'bms:organization:1', candidates: [], reason: '2 records match about equally well.' },
        ],
        alarms: [
          {
            type: 'clone',
            records: ['bms:organization:1', 'vsa:asset:9'],
            reason: 'one serial number',
            evidence: [],
          },
        ],
      },
      conflicts: [conflict],
    });
    expect(told).toContain(
      [
        'What waits for a person',
        '  1 suggested match',
        '    Acme Ltd. (bms) = Acme Limited (itglue)? name + domain (81 %)',
        '  1 ambiguous record',
        '    Acme Ltd.: 2 records match about equally well.',
        '  1 conflict',
        '    Ada (Acme), Job title: bms "CEO", vsa "", itglue "CTO"; both changed it',
        '  1 possible clones',
        '    Acme Ltd., vsa:asset:9: one serial number',
      ].join('\n'),
    );
  });

  it('adds up what differs and stays so by its reason', () => {
    const item = {
      ...about,
      system: 'itglue',
      record: '2',
      field: 'title',
      value: 'a',
      wanted: 'b',
      reason: 'locked',
    } as const;
    const told = text({ drift: [item, item, { ...item, field: null, reason: 'no endpoint' }] });
    expect(told).toContain(
      [
        'What differs and stays so',
        '      2  IT Glue, contact Job title: locked  e.g. Ada',
        '      1  IT Glue, contact as a whole: no endpoint  e.g. Ada',
      ].join('\n'),
    );
  });

  it('shows what systems hold as data: no control character of theirs reaches the terminal', () => {
    const evil = 'Acme\u001b[2J\u0007\nMSP-000 fine\u202e';
    const records = [
      record('bms', 'organization', '1', { name: evil }),
      record('itglue', 'organization', '2', { name: evil }),
    ];
    const outcomes: Outcome[] = [{ step: 'a', type: 'failed', record: null, message: evil }];
    const told = text({
      records,
      outcomes,
      steps: [{ ...step('a', 'create'), name: evil }],
      match: {
        groups: [GROUP],
        suggestions: [GROUP],
        ambiguous: [{ record: 'bms:organization:1', candidates: [], reason: evil }],
        alarms: [{ type: 'clone', records: ['bms:organization:1'], reason: evil, evidence: [] }],
      },
      conflicts: [
        {
          ...about,
          name: evil,
          field: 'title',
          values: { bms: evil, itglue: 'x' },
          changed: [],
          suggestion: null,
          reason: '',
        },
      ],
    });
    expect(told).toContain('Acme');
    expect(told.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(told).not.toMatch(/^MSP-000/m);
  });
});
