// Builds every bundle: the extension (loaded by the editor), the command line, and the simulators' server.
const esbuild = require('esbuild');
const { existsSync } = require('node:fs');

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

const bundles = [
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/msp-sync.js',
    banner: { js: '#!/usr/bin/env node' },
  },
].filter((bundle) => existsSync(bundle.entryPoints[0]));

async function main() {
  if (watch) {
    const contexts = await Promise.all(bundles.map((bundle) => esbuild.context(bundle)));
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
}

main().catch(() => process.exit(1));
