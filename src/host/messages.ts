/** Failures as messages: one each, with its code, its remedy and a way on. */
import { commands, l10n } from 'vscode';
import { Failure, type FailureReason } from '../engine/failure';
import type { Log } from '../engine/ports';
import { showError, showWarning } from './told';

/** Command ids that a message may offer; the host does not know the commands themselves. */
export interface WaysOn {
  readonly showLog: string;
  readonly configure: string;
  readonly replaceSecret: string;
  readonly settleConnection: string;
}

const CONFIGURABLE: ReadonlySet<FailureReason> = new Set([
  'credentials',
  'secret-missing',
  'settings',
  'second-factor',
  'not-found',
  'unreachable',
]);

export class Messages {
  constructor(
    private readonly log: Log,
    private readonly ways: WaysOn,
  ) {}

  /** Logs the error and tells the person. Resolves when the message is closed; a cancelled act is not told. */
  async failure(error: unknown): Promise<void> {
    const failure = Failure.from(error);
    if (failure.reason === 'cancelled') return;
    this.logFailure(failure);
    const showLog = l10n.t('Show Log');
    const configure = l10n.t('Configure Connections…');
    const enter = l10n.t('Enter Secret…');
    const settle = l10n.t('Settle…');
    const ways = failure.system && failure.reason === 'secret-missing' ? [enter] : [];
    if (failure.reason === 'other-tenant') ways.push(settle);
    const actions = [...ways, ...(CONFIGURABLE.has(failure.reason) ? [configure] : []), showLog];
    const text = failureText(failure);
    const show = failure.reason === 'busy' ? showWarning : showError;
    const chosen = await show(text, ...actions);
    if (chosen === showLog) await commands.executeCommand(this.ways.showLog);
    if (chosen === settle) await commands.executeCommand(this.ways.settleConnection);
    if (chosen === enter) await commands.executeCommand(this.ways.replaceSecret, failure.system);
    if (chosen === configure) await commands.executeCommand(this.ways.configure, failure.system);
  }

  /** Something a person should know that stopped nothing. */
  notice(text: string): void {
    this.log.warn(text);
    void showWarning(text, l10n.t('Show Log')).then((chosen) => {
      if (chosen) void commands.executeCommand(this.ways.showLog);
    });
  }

  logFailure(failure: Failure): void {
    const { code, reason, system, detail, status, cause } = failure;
    this.log.error(failureText(failure), { code, reason, system, detail, status });
    if (reason === 'internal' && cause instanceof Error && cause.stack) this.log.error(cause.stack);
  }
}

/** `IT Glue refused the key (MSP-201). Make a new key.` */
export function failureText(failure: Failure): string {
  const message = failure.message.replace(/\.$/, '');
  return `${message} (${failure.code}).${failure.remedy ? ` ${failure.remedy}` : ''}`;
}
