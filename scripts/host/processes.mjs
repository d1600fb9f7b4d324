// Child processes that never outlive this one: output collected, trees killed whole.
import { spawn, spawnSync } from 'node:child_process';

const windows = process.platform === 'win32';

/** @type {Set<import('node:child_process').ChildProcess>} */
const groups = new Set();

process.on('exit', () => {
  for (const child of groups) signal(child, 'SIGKILL');
});

/** A deadly signal skips the exit handlers unless it is turned into an ordinary exit. */
function exitOnSignals() {
  for (const [name, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.once(name, () => process.exit(128 + number));
  }
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { input?: import('node:stream').Readable }} [options]
 * @returns {Promise<string>} its standard output; rejects with the end of what it printed when it fails.
 */
export function run(command, args, { input, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdin = input ? 'pipe' : 'ignore';
    const child = spawn(command, args, { shell: windows, ...options, stdio: [stdin, 'pipe', 'pipe'] });
    let out = '';
    let all = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      all += chunk;
    });
    child.stderr.on('data', (chunk) => {
      all += chunk;
    });
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${command} ${args.join(' ')} failed with ${code}:\n${all.trim().slice(-2000)}`));
    });
    if (input && child.stdin) {
      input.on('error', reject);
      child.stdin.on('error', () => {}); // the close code tells more than EPIPE
      input.pipe(child.stdin);
    }
  });
}

/** Starts a long-running process as the head of its own group, so that `stopGroup` reaches all it starts. */
export function startGroup(command, args, options = {}) {
  if (groups.size === 0 && process.listenerCount('SIGTERM') === 0) exitOnSignals();
  const child = spawn(command, args, { ...options, detached: !windows });
  groups.add(child);
  child.on('exit', () => {
    // Grandchildren may still be there: the group is ended with its head.
    signal(child, 'SIGKILL');
    groups.delete(child);
  });
  return child;
}

/** Ends a process started by `startGroup` with all its descendants; resolves when the head is gone. */
export async function stopGroup(child, graceMs = 2000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  signal(child, 'SIGTERM');
  const timer = setTimeout(() => signal(child, 'SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

function signal(child, name) {
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Full path of the first of these programs that is on PATH, if any. */
export function findOnPath(...names) {
  for (const name of names) {
    const found = spawnSync(windows ? 'where' : 'which', [name], { encoding: 'utf8' });
    const path = found.status === 0 ? found.stdout.split('\n')[0].trim() : '';
    if (path) return path;
  }
  return undefined;
}
