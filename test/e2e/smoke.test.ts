import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { useWorkbench } from './fixture';

const manifestSchema = z.object({
  contributes: z.object({
    views: z.record(z.string(), z.array(z.object({ name: z.string(), when: z.string().optional() }))),
    commands: z.array(z.object({ title: z.string(), category: z.string() })),
  }),
});

const workbench = useWorkbench();

async function fromManifest() {
  const [manifest, texts] = await Promise.all([
    json('package.json'),
    json('package.nls.json').catch(() => ({})),
  ]);
  const table = z.record(z.string(), z.string()).parse(texts);
  const resolved = JSON.stringify(manifest).replaceAll(/%([\w.]+)%/g, (whole, key) =>
    table[key] === undefined ? whole : JSON.stringify(table[key]).slice(1, -1),
  );
  return manifestSchema.parse(JSON.parse(resolved)).contributes;
}

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

test('the activity bar opens the container with its views', async () => {
  const { views } = await fromManifest();
  await workbench().openContainer();
  const sideBar = workbench().page.locator('.part.sidebar');
  for (const { name } of Object.values(views)
    .flat()
    .filter(({ when }) => when === undefined)) {
    await sideBar.getByText(name).first().waitFor();
  }
  await workbench().screenshot('smoke');
});

test('the command palette offers the commands', async () => {
  const { commands } = await fromManifest();
  const [first] = commands;
  await workbench().page.keyboard.press('F1');
  await workbench().quickInput().fill(`>${first?.category}: `);
  expect(await workbench().quickPickEntries()).toContainEqual(
    expect.stringContaining(`${first?.category}: `),
  );
  await workbench().page.keyboard.press('Escape');
});
