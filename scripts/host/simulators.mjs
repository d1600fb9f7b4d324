// The three simulated products, run by the command line for a workspace folder whose settings then name them.
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ROOT } from './download.mjs';
import { startGroup, stopGroup } from './processes.mjs';

/** Tenants whose first sync takes seconds. */
const SMALL = ['--assets-per-organization', '10'];

/**
 * Starts `msp-sync simulate` (from `dist/`) and waits for the one line that it prints when it serves.
 * @param {string} folder absolute workspace folder; made when missing
 * @param {readonly string[]} options more of the command's options, such as `--organizations 6`
 * @returns {Promise<{ line: object, urls: string[], secrets: Record<string, string>, gone: Promise<never>, stop: () => Promise<void> }>}
 *   `secrets` as environment variables; `gone` rejects when the simulators end by themselves.
 */
export async function startSimulators(folder, options = []) {
  mkdirSync(folder, { recursive: true });
  const command = ['dist/msp-sync.js', 'simulate', '--workspace', folder, ...SMALL, ...options];
  const child = startGroup(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((_, reject) => {
    child.on('exit', (code) => reject(new Error(`The simulators ended by themselves with ${code}`)));
  });
  gone.catch(() => {}); // whoever waits for it is told; at the end they are stopped on purpose
  const lines = createInterface({ input: child.stdout });
  const first = new Promise((resolve) => lines.once('line', resolve));
  const line = JSON.parse(await Promise.race([first, gone]));
  const { bms, vsa, itglue } = line;
  return {
    line,
    urls: [`BMS      ${bms.url}`, `VSA      ${vsa.url}`, `IT Glue  ${itglue.url}`],
    secrets: {
      MSP_SYNC_BMS_PASSWORD: bms.password,
      MSP_SYNC_VSA_TOKEN: vsa.token,
      MSP_SYNC_ITGLUE_KEY: itglue.apiKey,
    },
    gone,
    stop: () => stopGroup(child),
  };
}
