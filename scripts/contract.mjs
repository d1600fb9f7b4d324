// Checks the simulators against the vendors' own API descriptions: npm run contract -- --bms-openapi FILE
// The descriptions belong to the vendor and are not part of this repository, so these tests run only where one is given.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './host/download.mjs';

const REPORT = join(ROOT, 'test-results', 'contract-openapi.json');

const { values } = parseArgs({ options: { 'bms-openapi': { type: 'string' } } });
const given = values['bms-openapi'];
const document = given && resolve(process.env.INIT_CWD ?? process.cwd(), given);
if (!document || !existsSync(document)) {
  console.error(document ? `There is no file ${document}` : 'Usage: npm run contract -- --bms-openapi FILE');
  process.exit(2);
}

mkdirSync(join(ROOT, 'test-results'), { recursive: true });
rmSync(REPORT, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--config', 'vitest.contract.config.mjs'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`],
  ],
  {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, MSP_SYNC_BMS_OPENAPI: document },
  },
);
const report = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : undefined;
const passed = report?.numPassedTests ?? 0;
const failed = Math.max(report?.numFailedTests ?? 0, status === 0 ? 0 : 1);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
