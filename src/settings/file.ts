/** The workspace's `.vscode/settings.json`, for programs without an editor. Comments and other keys are left as they are. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyEdits, modify, type ParseError, parse } from 'jsonc-parser';
import { Failure } from '../engine/failure';
import { replaceFile } from '../store/safe-file';
import { isSettingKey, type SettingKey } from './shape';

const PREFIX = 'mspSync.';

export const settingsPath = (folder: string): string => join(folder, '.vscode', 'settings.json');

/** The `mspSync.` settings of a workspace folder, by their key after the prefix; empty when there is no file. */
export async function readSettingsFile(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const path = settingsPath(folder);
  const text = await readOrEmpty(path);
  const content = parseSettingsText(text, path);
  const settings: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(content)) {
    if (!key.startsWith(PREFIX)) continue;
    const name = key.slice(PREFIX.length);
    if (isSettingKey(name)) settings[name] = value;
  }
  return settings;
}

/** Sets these settings in the file; what else stands there stays, comments included. */
export async function writeSettings(
  folder: string,
  settings: Readonly<Partial<Record<SettingKey, unknown>>>,
): Promise<void> {
  const path = settingsPath(folder);
  let text = (await readOrEmpty(path)) || '{}\n';
  parseSettingsText(text, path);
  for (const [key, value] of Object.entries(settings)) {
    const formattingOptions = { insertSpaces: true, tabSize: 2 };
    text = applyEdits(text, modify(text, [`${PREFIX}${key}`], value, { formattingOptions }));
  }
  await replaceFile(path, text);
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw new Failure('settings', `${path} cannot be read.`, {
      remedy: 'Check that your user may read it.',
      cause: error,
    });
  }
}

/** Nothing where the text is nested deeper than the parser goes. */
function tolerantly(text: string, errors: ParseError[]): unknown {
  try {
    return parse(text, errors, { allowTrailingComma: true });
  } catch {
    return undefined;
  }
}

function parseSettingsText(text: string, path: string): object {
  if (text.trim() === '') return {};
  const errors: ParseError[] = [];
  const content = tolerantly(text, errors);
  const [error] = errors;
  if (error || typeof content !== 'object' || content === null || Array.isArray(content)) {
    const line = text.slice(0, error?.offset ?? 0).split('\n').length;
    throw new Failure('settings', `${path} is not valid JSON (line ${line}).`, {
      remedy: 'Open the file in the editor and mend what it underlines.',
    });
  }
  return content;
}
