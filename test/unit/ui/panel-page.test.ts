import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PANELS } from '../../../src/ui/panel/ids';
import { pageHtml } from '../../../src/ui/panel/page';

const html = pageHtml({
  cspSource: 'https://files.example',
  nonce: 'abc123',
  script: 'https://files.example/dist/webview/x.js?a=1&b=2',
  styles: ['https://files.example/media/webview.css'],
  title: '"Bobby" <script>alert(1)</script>',
  language: 'en',
  subject: `'"><img src=x onerror=alert(1)>`,
  loading: 'Loading…',
});

test('nothing may run or load but what the extension brings', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
  expect(policy).toBe(
    "default-src 'none'; script-src 'nonce-abc123'; style-src https://files.example; font-src https://files.example; img-src https://files.example",
  );
  expect(html.replace(/data-subject="[^"]*"/, '')).not.toMatch(/unsafe|\son\w+=|style=/);
  expect([...html.matchAll(/<script/g)]).toHaveLength(1);
  expect(html).toContain('<script nonce="abc123" src="https://files.example/dist/webview/x.js?a=1&amp;b=2">');
});

test('names of records are text in it', () => {
  expect(html).not.toContain('<img');
  expect(html).toContain('data-subject="&#39;&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"');
  expect(html).toContain('&quot;Bobby&quot; &lt;script&gt;');
});

const sources = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && file.name.endsWith('.ts'))
    .map((file) => join(file.parentPath, file.name))
    .map((path) => [path, readFileSync(path, 'utf8')] as const);

test('pages read no markup, set no inline styles and keep their policy: zod compiles nothing', () => {
  for (const [path, text] of sources('src/webview')) {
    expect(text, path).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.style\b|cssText/,
    );
  }
  for (const { script } of Object.values(PANELS)) {
    const main = readFileSync(`src/webview/${script}/main.ts`, 'utf8');
    expect(main).toMatch(/^import '\.\.\/jitless';/);
  }
});
