// Asks the registry whether a vulnerability is known of what is shipped: `npm run audit`. A high one fails. Where the
// registry gives no answer nothing was audited, which is said and fails nothing: a machine without it can still build.
import { spawnSync } from 'node:child_process';
import { ROOT } from './host/download.mjs';

const SERIOUS = ['high', 'critical'];

/** What the answer of `npm audit --json` says: how many dependencies were looked at, null for none, and which are known to be bad. */
export function verdictOf(output) {
  const report = parsed(output);
  const { vulnerabilities } = report;
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null)
    return { audited: null, serious: [], why: String(report.message ?? 'the answer was no report') };
  const serious = Object.values(vulnerabilities)
    .filter(({ severity }) => SERIOUS.includes(severity))
    .map(({ name, severity, range }) => `${name} ${range}: ${severity}`);
  return { audited: report.metadata?.dependencies?.prod ?? 0, serious, why: '' };
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

if (process.argv[1] === import.meta.filename) {
  const npm = process.env.npm_execpath;
  if (!npm) throw new Error('Run this as `npm run audit`.');
  const args = [npm, 'audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });
  const { audited, serious, why } = verdictOf(stdout ?? '');
  if (audited === null) console.log(`NOT AUDITED: the registry gave no report (${why}).`);
  else
    console.log(`${audited} runtime dependencies audited, ${serious.length} with a serious vulnerability.`);
  for (const line of serious) console.log(`✗ ${line}`);
  process.exitCode = serious.length > 0 ? 1 : 0;
}
