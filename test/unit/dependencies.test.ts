/** What the package is built from: exact versions, the same as in the lock file, under licences that may be shipped. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..', '..');
const versions = z.record(z.string(), z.string());
const manifestShape = z.object({ dependencies: versions, devDependencies: versions });
const lockShape = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      dev: z.boolean().optional(),
      dependencies: versions.optional(),
      devDependencies: versions.optional(),
    }),
  ),
});

/** What is shipped: short permissive licences, and the icons' CC-BY. */
const SHIPPED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
];

const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(ROOT, name), 'utf8'));

it('are named by exact versions, and the lock file holds the very same', async () => {
  const manifest = manifestShape.parse(await read('package.json'));
  const { packages } = lockShape.parse(await read('package-lock.json'));
  for (const group of ['dependencies', 'devDependencies'] as const) {
    expect(packages['']?.[group]).toEqual(manifest[group]);
    for (const [name, version] of Object.entries(manifest[group])) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  }
});

it('are checked against a hash, come from no fixed address, and those that are shipped may be', async () => {
  const { packages } = lockShape.parse(await read('package-lock.json'));
  const all = Object.entries(packages).filter(([path]) => path !== '');
  expect(all.length).toBeGreaterThan(100);
  for (const [path, { integrity, resolved, license, dev }] of all) {
    expect(integrity, path).toMatch(/^sha512-/);
    expect(resolved, path).toBeUndefined();
    if (!dev) expect(SHIPPED, `${path} is under ${license}`).toContain(license);
  }
});
