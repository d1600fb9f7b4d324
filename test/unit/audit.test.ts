/** What CI makes of the answer to an audit of the dependencies. */
import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../scripts/audit.mjs';

const report = (...severities: readonly string[]) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      severities.map((severity, at) => [`p${at}`, { name: `p${at}`, severity, range: '<2' }]),
    ),
    metadata: { dependencies: { prod: 37 } },
  });

describe('an audit', () => {
  it('that finds nothing, or nothing serious, passes', () => {
    expect(verdictOf(report())).toEqual({ audited: 37, serious: [], why: '' });
    expect(verdictOf(report('low', 'moderate')).serious).toEqual([]);
  });

  it('that finds a serious vulnerability names it', () => {
    expect(verdictOf(report('low', 'high', 'critical')).serious).toEqual(['p1 <2: high', 'p2 <2: critical']);
  });

  it('that the registry does not answer is none, and says so', () => {
    const refusal = { message: '405 Method Not Allowed', statusCode: 405, error: { summary: '' } };
    expect(verdictOf(JSON.stringify(refusal))).toEqual({
      audited: null,
      serious: [],
      why: '405 Method Not Allowed',
    });
    for (const nothing of ['', 'null', '<html>']) expect(verdictOf(nothing).audited).toBeNull();
  });
});
