import { beforeEach, describe, expect, it } from 'vitest';
import {
  acceptTenants,
  type Checking,
  checkAll,
  checkBeforeRun,
  knownChecks,
} from '../../../src/engine/checking';
import type { Checked, Finding } from '../../../src/engine/findings';
import type { SystemName, Tenant, Tenants } from '../../../src/engine/model';
import { BOTH_WAYS } from '../../../src/engine/policy';
import type { State } from '../../../src/engine/ports';
import { readinessOf } from '../../../src/engine/readiness';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { CLOCK, FakeSystem, identity, record } from './fakes';

const finding = (
  system: SystemName,
  level: Finding['level'],
  check = 'access',
  more: Partial<Finding> = {},
): Finding => ({
  system,
  check,
  level,
  message: `${check} of ${system}`,
  ...more,
});

class CheckedSystem extends FakeSystem {
  readonly asked: string[] = [];
  full: readonly Finding[] = [];
  brief: readonly Finding[] = [];

  override async check(): Promise<readonly Finding[]> {
    this.asked.push('full');
    return this.full;
  }

  override async briefCheck(): Promise<readonly Finding[]> {
    this.asked.push('brief');
    return this.brief;
  }

  get inFullOrShort(): readonly string[] {
    return this.asked.filter((what) => what !== 'tenant');
  }

  answers: Tenant = { address: `https://${this.name}.example`, named: 'Northwind', told: null };

  override async tenant(): Promise<Tenant> {
    this.asked.push('tenant');
    return this.answers;
  }
}

/** The part of the store that checks are kept in, and what they are held against. */
class Shelf {
  known: State = { identities: new Map(), records: new Map() };
  readonly load = async () => this.known;
  readonly decisions = async () => [];
  of: Tenants = {};
  readonly tenants = async () => this.of;
  readonly saveTenants = async (tenants: Tenants) => {
    this.of = tenants;
  };
  kept: readonly Checked[] = [];
  readonly checks = async () => this.kept;
  readonly saveChecks = async (checks: readonly Checked[]) => {
    this.kept = checks;
  };
}

const signal = new AbortController().signal;
let bms: CheckedSystem;
let vsa: CheckedSystem;
let shelf: Shelf;
let checking: Checking;

beforeEach(() => {
  bms = new CheckedSystem('bms');
  vsa = new CheckedSystem('vsa');
  shelf = new Shelf();
  checking = { systems: [bms, vsa], connections: { bms: 'one', vsa: 'two' }, clock: CLOCK };
  bms.full = [finding('bms', 'ok')];
  vsa.full = [finding('vsa', 'ok'), finding('vsa', 'warning', 'scope')];
});

describe('a check', () => {
  it('holds what each system shows against what the others are known to hold', async () => {
    const here = record('bms', 'organization', '1', { name: 'Acme' });
    shelf.known = {
      identities: new Map([['acme', identity('acme', 'organization', { bms: '1' })]]),
      records: new Map([['bms:organization:1', here]]),
    };
    const [, found] = await checkAll(checking, shelf, signal);
    expect(found?.findings.at(-1)).toMatchObject({
      system: 'vsa',
      check: 'counterparts',
      message: 'You see 0 of 1 organization known from the other systems; missing here: Acme.',
    });
    expect(shelf.kept[1]).toEqual(found);
  });

  it('is kept with what it was about and when', async () => {
    await checkAll(checking, shelf, signal);
    expect(shelf.kept).toEqual([
      { system: 'bms', connection: 'one', at: CLOCK.iso(), findings: bms.full },
      { system: 'vsa', connection: 'two', at: CLOCK.iso(), findings: vsa.full },
    ]);
    expect(await knownChecks(checking, shelf)).toEqual(shelf.kept);
  });

  it('of one connection alone leaves what is known of the others', async () => {
    await checkAll(checking, shelf, signal);
    bms.full = [finding('bms', 'problem')];
    const checks = await checkAll(checking, shelf, signal, 'bms');
    expect(vsa.inFullOrShort).toEqual(['full']);
    expect(checks.map(({ system, findings }) => [system, findings.length])).toEqual([
      ['vsa', 2],
      ['bms', 1],
    ]);
    expect(shelf.kept).toEqual(checks);
  });

  it('says nothing about a connection that was changed since', async () => {
    await checkAll(checking, shelf, signal);
    const moved = { ...checking, connections: { bms: 'one', vsa: 'elsewhere' } };
    expect((await knownChecks(moved, shelf)).map(({ system }) => system)).toEqual(['bms']);
  });
});

describe('before a run', () => {
  it('a connection is checked in full the first time, and in short afterwards', async () => {
    await checkBeforeRun(checking, shelf, signal);
    await checkBeforeRun(checking, shelf, signal);
    expect(bms.inFullOrShort).toEqual(['full', 'brief']);
    expect(shelf.kept[1]?.findings).toEqual(vsa.full);
  });

  it('a problem stops it with what was found and the remedy, and is kept', async () => {
    await checkBeforeRun(checking, shelf, signal);
    bms.brief = [
      finding('bms', 'problem', 'credentials', { reason: 'credentials', remedy: 'Enter the new password.' }),
    ];
    await expect(checkBeforeRun(checking, shelf, signal)).rejects.toMatchObject({
      reason: 'credentials',
      system: 'bms',
      message: 'credentials of bms',
      remedy: 'Enter the new password.',
    });
    expect(shelf.kept[0]?.findings.map(({ check, level }) => [check, level])).toEqual([
      ['access', 'ok'],
      ['credentials', 'problem'],
    ]);
  });

  it('what did not work is looked at in full again, so that it clears when it was mended', async () => {
    bms.full = [finding('bms', 'problem')];
    vsa.full = [finding('vsa', 'problem'), finding('vsa', 'problem', 'clock')];
    await expect(checkBeforeRun(checking, shelf, signal)).rejects.toMatchObject({
      reason: 'not-ready',
      message: 'access of bms 2 more problems stand in the way too.',
      remedy: expect.stringMatching(/Check the connections/),
    });
    bms.full = [finding('bms', 'ok')];
    vsa.full = [];
    await checkBeforeRun(checking, shelf, signal);
    expect(bms.inFullOrShort).toEqual(['full', 'full']);
    expect(shelf.kept[0]?.findings).toEqual(bms.full);
  });

  it('a check that is young enough for who asks is not done again, unless it found a problem', async () => {
    await checkBeforeRun(checking, shelf, signal);
    shelf.kept = shelf.kept.map((checked) => ({ ...checked, at: new Date(-30_000).toISOString() }));
    await checkBeforeRun(checking, shelf, signal, 60_000);
    expect(bms.inFullOrShort).toEqual(['full']);
    await checkBeforeRun(checking, shelf, signal, 10_000);
    expect(bms.inFullOrShort).toEqual(['full', 'brief']);
    bms.brief = [finding('bms', 'problem')];
    await expect(checkBeforeRun(checking, shelf, signal)).rejects.toThrow();
    await checkBeforeRun(checking, shelf, signal, 60_000);
    expect(bms.inFullOrShort).toEqual(['full', 'brief', 'brief', 'full']);
  });

  it('a warning does not stop it', async () => {
    await checkBeforeRun(checking, shelf, signal);
    vsa.brief = [finding('vsa', 'warning', 'clock')];
    await checkBeforeRun(checking, shelf, signal);
    expect(shelf.kept[1]?.findings.map(({ check }) => check)).toEqual(['access', 'scope', 'clock']);
  });
});

describe('whose records are remembered', () => {
  const bmsKnown = () => {
    const here = record('bms', 'organization', '1', { name: 'Acme' });
    shelf.known = { identities: new Map(), records: new Map([['bms:organization:1', here]]) };
  };
  const refused = () => checkBeforeRun(checking, shelf, signal);

  it('is kept when a run may begin, and said by the next check', async () => {
    await checkBeforeRun(checking, shelf, signal);
    expect(shelf.of).toEqual({ bms: bms.answers, vsa: vsa.answers });
    bmsKnown();
    const [first] = await checkAll(checking, shelf, signal);
    expect(first?.findings.at(-1)).toMatchObject({ check: 'remembered', level: 'ok' });
  });

  it('of another company refuses the run, and stays as it was', async () => {
    await checkBeforeRun(checking, shelf, signal);
    const before = shelf.of;
    bmsKnown();
    bms.answers = { ...bms.answers, named: 'Southwind' };
    await expect(refused()).rejects.toMatchObject({
      reason: 'other-tenant',
      system: 'bms',
      message:
        'What is remembered of Kaseya BMS was read from Northwind at https://bms.example; the settings now lead to Southwind at https://bms.example.',
    });
    expect(shelf.of).toEqual(before);
    bms.answers = { ...bms.answers, named: 'northwind ' };
    await refused();
  });

  it('at another address is asked about, and goes on once a person says that it is the same', async () => {
    await checkBeforeRun(checking, shelf, signal);
    bmsKnown();
    bms.answers = { ...bms.answers, address: 'https://new.example' };
    await expect(refused()).rejects.toThrow(
      'Kaseya BMS (Northwind) was read at https://bms.example before; the settings now lead to https://new.example.',
    );
    await acceptTenants(checking, shelf, signal);
    expect(shelf.kept.flatMap(({ findings }) => findings.map(({ check }) => check))).not.toContain(
      'remembered',
    );
    await refused();
    expect(shelf.of.bms?.address).toBe('https://new.example');
  });

  it('where nothing is, nothing is refused', async () => {
    await checkBeforeRun(checking, shelf, signal);
    vsa.answers = { ...vsa.answers, named: 'Southwind' };
    await refused();
    expect(shelf.of.vsa?.named).toBe('Southwind');
  });

  it('is not asked where the connection does not work, nor where a young check is enough', async () => {
    await checkBeforeRun(checking, shelf, signal);
    shelf.kept = shelf.kept.map((checked) => ({ ...checked, at: new Date(-30_000).toISOString() }));
    await checkBeforeRun(checking, shelf, signal, 60_000);
    bms.brief = [finding('bms', 'problem')];
    await expect(refused()).rejects.toThrow();
    expect(bms.asked).toEqual(['full', 'tenant', 'brief']);
  });
});

describe('a pair', () => {
  const pairs = (
    checks: readonly Checked[],
    settings = DEFAULT_SETTINGS,
    configured: readonly SystemName[] = ['bms', 'vsa'],
  ) => readinessOf({ configured, checks, settings }).map(({ name, state }) => `${name} ${state}`);
  const one = (system: SystemName, ...findings: readonly Finding[]): Checked => ({
    system,
    connection: '',
    at: '',
    findings,
  });

  it('is as ready as the worse of its two connections', () => {
    expect(pairs([])).toEqual(['bmsVsa unchecked', 'bmsItGlue absent', 'vsaItGlue absent']);
    expect(pairs([one('bms'), one('vsa')])[0]).toBe('bmsVsa ready');
    expect(pairs([one('bms'), one('vsa', finding('vsa', 'warning'))])[0]).toBe('bmsVsa limited');
    expect(pairs([one('bms', finding('bms', 'problem'))])[0]).toBe('bmsVsa blocked');
  });

  it('is off where no kind that is synced goes over it', () => {
    const off = { organization: 'off', location: 'both', contact: 'off', asset: 'off' } as const;
    const settings = {
      ...DEFAULT_SETTINGS,
      kinds: ['organization', 'contact', 'asset'] as const,
      directions: { ...BOTH_WAYS, bmsVsa: off },
    };
    expect(pairs([one('bms'), one('vsa')], settings)[0]).toBe('bmsVsa off');
  });
});
