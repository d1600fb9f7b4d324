/** Simulated tenants for a person without accounts: a child process of this window, gone when the window goes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EventEmitter } from 'vscode';
import { Failure } from '../engine/failure';
import type { Log } from '../engine/ports';
import { type DemoSecret, secretsOf } from './demo-line';
import { Owner } from './disposal';

/** Milliseconds until the servers must have said that they serve. */
const PATIENCE = 60_000;
/** Tenants whose first sync takes seconds: who tries it out should not wait. */
const SMALL = ['--assets-per-organization', '10'];

/** How much of what the child said on standard error is kept for the failure. */
const LAST_WORDS = 2000;

export class DemoTenants extends Owner {
  private child: ChildProcess | undefined;
  private readonly changed = this.own(new EventEmitter<void>());
  /** Started, stopped, or ended by itself. */
  readonly onDidChange = this.changed.event;

  constructor(
    /** Absolute path of the command-line program. */
    private readonly program: string,
    private readonly log: Log,
  ) {
    super();
  }

  get running(): boolean {
    return this.child !== undefined;
  }

  /** Starts the servers, which write the folder's connection settings; gives the secrets to be saved for them. */
  async start(folder: string, signal: AbortSignal): Promise<readonly DemoSecret[]> {
    this.stop();
    // Its input closes when this process ends, however that comes about: no tenants are left behind.
    const args = [this.program, 'simulate', '--workspace', folder, '--until-input-ends', ...SMALL];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child = child;
    child.once('close', (code) => this.ended(child, code));
    const stop = () => child.kill();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const secrets = secretsOf(await firstLine(child, signal));
      this.log.info(`Demo tenants serve ${secrets.map((secret) => secret.origin).join(', ')}`);
      this.changed.fire();
      return secrets;
    } catch (error) {
      child.kill();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  stop(): void {
    const { child } = this;
    if (!child) return;
    this.child = undefined;
    child.kill();
    this.changed.fire();
  }

  override dispose(): void {
    this.child?.kill();
    this.child = undefined;
    super.dispose();
  }

  private ended(child: ChildProcess, code: number | null): void {
    if (this.child !== child) return;
    this.child = undefined;
    this.log.warn(`The demo tenants ended by themselves with ${code ?? 'a signal'}`);
    this.changed.fire();
  }
}

/** The first line on standard output, or why it never came, in the program's own words. */
function firstLine(child: ChildProcess, signal: AbortSignal): Promise<string> {
  let words = '';
  child.stderr?.on('data', (chunk) => {
    words = `${words}${chunk}`.slice(-LAST_WORDS);
  });
  const failed = (why: string) =>
    signal.aborted
      ? new Failure('cancelled', 'Cancelled.')
      : new Failure('internal', `The demo tenants did not start: ${words.trim() || why}`, {
          remedy: 'Show the log, and reinstall the extension if files are missing.',
        });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(failed('they gave no sign of life within a minute')), PATIENCE);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    child.once('error', (error) => settle(() => reject(failed(error.message))));
    child.once('close', (code) =>
      settle(() => reject(failed(`the program ended with ${code ?? 'a signal'}`))),
    );
    if (child.stdout)
      createInterface({ input: child.stdout }).once('line', (line) => settle(() => resolve(line)));
  });
}
