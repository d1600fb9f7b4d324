import type { Log } from '../../../../src/engine/ports';

/** Keeps every line, details included, as text. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (message: string, details?: object): void => {
    lines.push(`${message} ${JSON.stringify(details ?? {})}`);
  };
  return { lines, debug: note, info: note, warn: note, error: note };
}
