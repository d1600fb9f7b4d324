import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CONTEXT_KEYS } from '../../src/host/context-keys';
import { settingsShape } from '../../src/settings/shape';
import { COMMANDS } from '../../src/ui/commands/ids';
import { PANELS } from '../../src/ui/panel/ids';

const setting = z.looseObject({
  default: z.unknown(),
  scope: z.string(),
  order: z.number(),
  markdownDescription: z.string(),
  enum: z.array(z.string()).optional(),
  enumItemLabels: z.array(z.string()).optional(),
  markdownEnumDescriptions: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
const entry = z.object({ command: z.string(), when: z.string().optional(), group: z.string().optional() });
const manifestShape = z.looseObject({
  icon: z.string(),
  keywords: z.array(z.string()),
  activationEvents: z.array(z.string()),
  capabilities: z.object({
    untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }).loose(),
    virtualWorkspaces: z.object({ supported: z.literal(false) }).loose(),
  }),
  contributes: z.object({
    commands: z.array(
      z.object({
        command: z.string(),
        title: z.string(),
        category: z.string(),
        icon: z.string().optional(),
        enablement: z.string().optional(),
      }),
    ),
    menus: z.record(z.string(), z.array(entry)),
    viewsContainers: z.object({
      activitybar: z.array(z.object({ id: z.string(), icon: z.string() }).loose()),
    }),
    views: z.record(z.string(), z.array(z.object({ id: z.string(), icon: z.string() }).loose())),
    viewsWelcome: z.array(z.object({ view: z.string(), contents: z.string(), when: z.string() })),
    walkthroughs: z.array(
      z
        .object({
          id: z.string(),
          steps: z.array(
            z.object({
              id: z.string(),
              title: z.string(),
              description: z.string(),
              media: z.object({ svg: z.string(), altText: z.string() }),
              completionEvents: z.array(z.string()).min(1),
            }),
          ),
        })
        .loose(),
    ),
    configuration: z.array(
      z.object({ title: z.string(), order: z.number(), properties: z.record(z.string(), setting) }).loose(),
    ),
  }),
});

const manifestText = readFileSync('package.json', 'utf8');
const manifest = manifestShape.parse(JSON.parse(manifestText));
const texts = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync('package.nls.json', 'utf8')));
const { contributes } = manifest;
const properties = Object.assign({}, ...contributes.configuration.map((group) => group.properties));
const settings = z.record(z.string(), setting).parse(properties);

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && file.name.endsWith('.ts'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));

describe('settings', () => {
  const whole = z.object(settingsShape);

  test('the manifest declares the keys of the settings door, and no others', () => {
    const declared = Object.keys(settings).sort();
    expect(declared).toEqual(
      Object.keys(settingsShape)
        .map((key) => `mspSync.${key}`)
        .sort(),
    );
  });

  test('with the same defaults', () => {
    const declared = Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [key.replace('mspSync.', ''), value.default]),
    );
    expect(declared).toEqual(whole.parse({}));
  });

  test('with the same choices and ranges', () => {
    const schema = z
      .object({ properties: z.record(z.string(), setting.partial()) })
      .loose()
      .parse(z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any' }));
    for (const [key, declared] of Object.entries(settings)) {
      const { enum: choices, minimum, maximum } = schema.properties[key.replace('mspSync.', '')] ?? {};
      const own = { enum: declared.enum, minimum: declared.minimum, maximum: declared.maximum };
      const bound = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
      expect({ key, ...own }).toEqual({ key, enum: choices, minimum, maximum: bound });
    }
  });

  test('each choice has a label and a description', () => {
    for (const { enum: choices, enumItemLabels, markdownEnumDescriptions } of Object.values(settings)) {
      expect(enumItemLabels?.length).toBe(choices?.length);
      expect(markdownEnumDescriptions?.length).toBe(choices?.length);
    }
  });

  test('none can be set by a workspace that is not trusted', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect([...restrictedConfigurations].sort()).toEqual(Object.keys(settings).sort());
  });

  test('links between settings lead somewhere', () => {
    for (const [, key] of JSON.stringify(texts).matchAll(/`#([\w.]+)#`/g))
      expect(settings).toHaveProperty([key ?? '']);
  });
});

describe('commands', () => {
  const declared = contributes.commands.map(({ command }) => command);

  test('the manifest declares those of the table, and no others', () => {
    expect([...declared].sort()).toEqual(Object.values(COMMANDS).sort());
  });

  test('menus, welcome texts and rows name only commands that exist', () => {
    const used = [
      ...Object.values(contributes.menus)
        .flat()
        .map(({ command }) => command),
      ...Object.values(texts).flatMap((text) =>
        [...text.matchAll(/\(command:([\w.]+)(?:\?[^)]*)?\)/g)].map(([, id]) => id ?? ''),
      ),
    ].filter((id) => id.startsWith('mspSync.') && !id.endsWith('.focus'));
    for (const id of used) expect(declared).toContain(id);
  });

  test('all stand under one category, with an icon where a menu shows only that', () => {
    for (const { category } of contributes.commands) expect(category).toBe('MSP Sync');
    const bare = Object.values(contributes.menus)
      .flat()
      .filter(({ group }) => /^(inline|navigation)/.test(group ?? ''))
      .filter(({ command }) => !contributes.commands.find((item) => item.command === command)?.icon);
    expect(bare).toEqual([]);
  });

  test('at most three actions stand in a row', () => {
    const inline = (contributes.menus['view/item/context'] ?? []).filter(({ group }) =>
      group?.startsWith('inline'),
    );
    expect(inline.length).toBeGreaterThan(0);
    for (const { when } of inline) {
      expect(inline.filter((other) => other.when === when).length, when).toBeLessThanOrEqual(3);
    }
  });
});

describe('context keys', () => {
  const table: readonly string[] = Object.values(CONTEXT_KEYS);
  const clauses = JSON.stringify([contributes.menus, contributes.viewsWelcome, contributes.commands]);
  const views = Object.values(contributes.views)
    .flat()
    .map(({ id }) => id);
  const inClauses = [...clauses.matchAll(/"(?:when|enablement)":"([^"]*)"/g)].flatMap(([, clause]) =>
    [...(clause ?? '').matchAll(/mspSync\.\w+/g)].map(([key]) => key).filter((key) => !views.includes(key)),
  );
  const events = contributes.walkthroughs.flatMap(({ steps }) =>
    steps.flatMap(({ completionEvents }) => completionEvents),
  );
  const used = [...inClauses, ...events.map((event) => event.replace('onContext:', ''))];

  test('each one that the manifest uses is in the table, and each of the table is used', () => {
    expect([...new Set(used)].sort()).toEqual([...table].sort());
  });

  test('each one is set somewhere', () => {
    const code = [
      ...sources('src/ui'),
      ...sources('src/host'),
      readFileSync('src/extension.ts', 'utf8'),
    ].join('\n');
    for (const name of Object.keys(CONTEXT_KEYS)) expect(code).toContain(`setContext('${name}'`);
  });

  test('the state is compared only with words that it can have', () => {
    const words = [...clauses.matchAll(/mspSync\.state [!=]= (\w+)/g)].map(([, word]) => word);
    expect(words.length).toBeGreaterThan(0);
    for (const word of words) expect(['notConfigured', 'neverScanned', 'failed', 'known']).toContain(word);
  });
});

describe('texts, icons and promises', () => {
  test('each text key has its text, and each text is used', () => {
    const keys = [...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
    expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
  });

  test('the walkthrough is short, and each step has a button, a picture in theme colours, and ends by progress', () => {
    const [first, ...others] = contributes.walkthroughs;
    expect(others).toEqual([]);
    expect(first?.steps.length).toBe(5);
    for (const { description, media, completionEvents } of first?.steps ?? []) {
      const text = texts[description.replaceAll('%', '')] ?? '';
      expect(text).toMatch(/^\[[^\]]+\]\(command:mspSync[\w.]+/m);
      expect(readFileSync(media.svg, 'utf8')).toContain('var(--vscode-');
      expect(texts[media.altText.replaceAll('%', '')]).toMatch(/\.$/);
      for (const event of completionEvents) expect(event).toMatch(/^onContext:mspSync\./);
    }
  });

  test('icons exist', () => {
    const files = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)];
    for (const file of files) expect(existsSync(file), file).toBe(true);
    const png = readFileSync(manifest.icon);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });

  test('it starts by itself only where it has been used, and has no more keywords than a shop takes', () => {
    expect(manifest.activationEvents).toEqual([
      'workspaceContains:.msp-sync',
      ...Object.values(PANELS).map(({ viewType }) => `onWebviewPanel:${viewType}`),
    ]);
    expect(manifest.keywords.length).toBeLessThanOrEqual(10);
  });

  test('a welcome text has one button, alone on its line', () => {
    for (const { contents } of contributes.viewsWelcome) {
      const text = texts[contents.replaceAll('%', '')] ?? '';
      expect(text.match(/^\[[^\]]+\]\(command:[\w.]+\)$/gm), text).toHaveLength(1);
    }
  });
});
