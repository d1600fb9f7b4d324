// Makes the .vsix and refuses it when it holds anything that was not meant to be in it, lacks something, or has grown too big.
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import yauzl from 'yauzl';
import { ROOT } from './host/download.mjs';

const BUDGET_BYTES = 2_000_000;

/** Every path in the package must match one of these; `.vscodeignore` chooses, this checks that it chose well. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package|package\.nls(\.[\w-]+)?)\.json$/,
  /^extension\/(readme|changelog|support)\.md$/i,
  /^extension\/license(\.txt|\.md)?$/i,
  /^extension\/ThirdPartyNotices\.txt$/i,
  /^extension\/dist\/[\w/-]+\.(js|css)$/,
  /^extension\/media\/[\w/-]+\.(svg|png|css|ttf)$/,
  /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/schemas\/[\w.-]+\.json$/,
];

const REQUIRED = [
  'extension/package.json',
  'extension/readme.md',
  'extension/LICENSE.txt',
  'extension/dist/extension.js',
  'extension/dist/compose.js',
  'extension/dist/shape.js',
  'extension/dist/panels.js',
  'extension/dist/msp-sync.js',
  'extension/dist/cli/main.js',
  'extension/dist/webview/conflicts.js',
  'extension/media/webview.css',
];

const { name, version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
const file = join(ROOT, `${name}-${version}.vsix`);
await rm(join(ROOT, 'dist'), { recursive: true, force: true });
node('esbuild.js', '--production');
node(
  'node_modules/@vscode/vsce/vsce',
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  // There is no public address yet that the README's links could be turned into.
  '--no-rewrite-relative-links',
  '--out',
  file,
);
const entries = await entriesOf(file);
const problems = check(entries);
for (const { path, bytes } of entries) console.log(`${String(bytes).padStart(9)}  ${path}`);
if (problems.length > 0) {
  await rm(file);
  console.error(`\nThe package is refused:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  process.exit(1);
}
console.log(`\n${file}: ${entries.length} files, ${total(entries)} of ${BUDGET_BYTES} bytes`);

function check(entries) {
  const paths = entries.map(({ path }) => path);
  const problems = [
    ...paths
      .filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))
      .map((path) => `not allowed: ${path}`),
    ...REQUIRED.filter((path) => !paths.some((p) => p.toLowerCase() === path.toLowerCase())).map(
      (path) => `missing: ${path}`,
    ),
  ];
  const size = total(entries);
  if (size > BUDGET_BYTES) problems.push(`${size} bytes packed, over the budget of ${BUDGET_BYTES}`);
  return problems;
}

function total(entries) {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Paths and packed sizes, read from the archive itself and not from what was asked for. */
function entriesOf(path) {
  return new Promise((resolve, reject) => {
    yauzl.open(path, (error, zip) => {
      if (error) return reject(error);
      const entries = [];
      zip.on('entry', (entry) => entries.push({ path: entry.fileName, bytes: entry.compressedSize }));
      zip.on('error', reject);
      zip.on('end', () => resolve(entries));
    });
  });
}

function node(...args) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(1);
}
