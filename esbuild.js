// Builds every bundle: the extension (loaded by the editor), its webviews, the command line, the simulators' server and the editor suites.
const esbuild = require('esbuild');
const { existsSync, readdirSync } = require('node:fs');
const { mkdir, writeFile } = require('node:fs/promises');
const { basename, relative, resolve } = require('node:path');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Options that all Node bundles share. Libraries that ship only as ES modules are bundled, so CommonJS output suits them all. */
const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};

/** What the extension loads on first use, each a bundle of its own: even unused code costs its reading at activation. */
const LAZY = {
  'src/compose.ts': 'compose',
  'src/settings/shape.ts': 'shape',
  'src/ui/panel/desk.ts': 'panels',
};

/** Leads dynamic imports of these sources to their bundles. */
const lazily = (bundles) => ({
  name: 'lazily',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = relative(__dirname, resolve(resolveDir, `${path}.ts`)).replaceAll('\\', '/');
      const bundle = bundles[file];
      return bundle ? { path: bundle, external: true } : undefined;
    });
  },
});
const lazyBundles = Object.fromEntries(Object.entries(LAZY).map(([file, name]) => [file, `./${name}.js`]));

/** Tells ES modules in CommonJS, which Node reads with less work. */
const asCommonJs = {
  name: 'as-common-js',
  setup({ initialOptions, onEnd }) {
    initialOptions.write = false;
    onEnd(async ({ outputFiles = [] }) => {
      await mkdir(initialOptions.outdir, { recursive: true });
      await Promise.all(outputFiles.map(({ path, text }) => writeAsCommonJs(path, text)));
    });
  },
};

async function writeAsCommonJs(path, text) {
  const { platform, target, minify } = node;
  const { code, map } = await esbuild.transform(text, {
    platform,
    target,
    minify,
    format: 'cjs',
    supported: { 'dynamic-import': false },
    sourcemap: !production,
  });
  await writeFile(path, production ? code : `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  if (!production) await writeFile(`${path}.map`, map);
}

/**
 * The command line in pieces, of which a command reads those it needs: what the commands share stands once, which only ES
 * modules can be split into.
 */
const commandLine = {
  ...node,
  format: 'esm',
  splitting: true,
  sourcemap: production ? false : 'inline',
  entryPoints: { main: 'src/cli/main.ts' },
  outdir: 'dist/cli',
  chunkNames: '[name]-[hash]',
  plugins: [asCommonJs],
};

const bundles = [
  {
    ...node,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    plugins: [lazily(lazyBundles)],
    // As `require`, which every extension host has.
    supported: { 'dynamic-import': false },
  },
  ...Object.entries(LAZY).map(([entry, name]) => ({
    ...node,
    entryPoints: [entry],
    outfile: `dist/${name}.js`,
    external: ['vscode'],
  })),
  commandLine,
  {
    ...node,
    entryPoints: ['src/cli/msp-sync.ts'],
    outfile: 'dist/msp-sync.js',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [lazily({ 'src/cli/main.ts': './cli/main.js' })],
    supported: { 'dynamic-import': false },
  },
];

/** One script for each folder of `src/webview` that has a `main.ts`: what runs in the page of a panel. */
const webviews = readdirSync('src/webview')
  .filter((name) => existsSync(`src/webview/${name}/main.ts`))
  .map((name) => ({ in: `src/webview/${name}/main.ts`, out: name }));
if (webviews.length > 0) {
  bundles.push({
    bundle: true,
    platform: 'browser',
    // The browser of the oldest editor that is supported.
    target: 'chrome134',
    format: 'iife',
    minify: production,
    sourcemap: production ? false : 'inline',
    logLevel: 'warning',
    entryPoints: webviews,
    outdir: 'dist/webview',
  });
}

/** The suites that run inside the editor, one bundle each beside their entry point; they are no part of the package. */
const editorSuites = {
  ...node,
  entryPoints: readdirSync('test/editor')
    .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
    .map((name) => `test/editor/${name}`),
  outdir: 'dist-test/editor',
  external: ['vscode', 'mocha'],
};
if (!production) bundles.push(editorSuites);

async function main() {
  if (watch) {
    const contexts = await Promise.all(bundles.map((bundle) => esbuild.context(bundle)));
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
}

main().catch(() => process.exit(1));
