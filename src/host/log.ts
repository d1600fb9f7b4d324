/** The engine's log port on an output channel of the editor, which adds time and level. */
import type { LogOutputChannel } from 'vscode';
import type { Log } from '../engine/ports';
import { redactDetails, redactText } from './redact';

export function logOn(channel: LogOutputChannel): Log {
  const line = (message: string, details?: object): string =>
    details ? `${redactText(message)} ${redactDetails(details)}` : redactText(message);
  return {
    debug: (message, details) => channel.debug(line(message, details)),
    info: (message, details) => channel.info(line(message, details)),
    warn: (message, details) => channel.warn(line(message, details)),
    error: (message, details) => channel.error(line(message, details)),
  };
}
