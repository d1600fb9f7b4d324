import { commands } from 'vscode';
import { CONTEXT_KEYS, type ContextKey } from './context-keys';

export function setContext(key: ContextKey, value: string | boolean | undefined): void {
  void commands.executeCommand('setContext', CONTEXT_KEYS[key], value);
}
