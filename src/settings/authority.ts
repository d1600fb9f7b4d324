/** The authority that a connection pins: its certificates as PEM text, read when they are needed. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../engine/failure';
import type { SystemName } from '../engine/model';
import { certificatesIn } from '../systems/http/authority';

/** A bundle of every public authority is a quarter of this. */
const LARGEST_BYTES = 1024 * 1024;

/**
 * `setting` is PEM text, or a path: absolute, or from the workspace folder. Gives undefined where it is blank; what is
 * given rejects with `settings` when there is no certificate to be had.
 */
export function authorityFrom(
  folder: string,
  system: SystemName,
  setting: string,
): (() => Promise<string>) | undefined {
  if (setting === '') return undefined;
  const name = `mspSync.${system}.certificateAuthority`;
  if (setting.includes('-----BEGIN')) return async () => certificatesIn(setting, name);
  const path = resolve(folder, setting);
  return async () => certificatesIn(await textAt(path, name), `The file of ${name}`);
}

async function textAt(path: string, name: string): Promise<string> {
  try {
    if ((await stat(path)).size > LARGEST_BYTES) throw new RangeError('too large');
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure('settings', `The certificate file ${path} cannot be read.`, {
      remedy: `Check the path in ${name}: absolute, or from the workspace folder.`,
      cause: error,
    });
  }
}
