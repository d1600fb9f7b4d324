/**
 * Keeps what Node compiled of the command line beside it, for the programs that come after (`node --require`): one that lives
 * for a second spends a fifth of it on compiling.
 */
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, sep } = require('node:path');
const { Script } = require('node:vm');

/** Pieces by a hash of what stands in them: what was kept of an older one is never taken for it. */
const PIECE = new RegExp(`\\${sep}dist\\${sep}cli\\${sep}[\\w-]+-[0-9A-Z]{8}\\.js$`);

const compile = Module.prototype._compile;
Module.prototype._compile = function compileOnce(code, filename) {
  if (!PIECE.test(filename)) return compile.call(this, code, filename);
  const kept = `${filename}.${process.version}`;
  const cachedData = read(kept);
  const script = new Script(Module.wrap(code), { filename, cachedData });
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => keep(kept, script));
  const { exports } = this;
  return script
    .runInThisContext()
    .call(exports, exports, Module.createRequire(filename), this, filename, dirname(filename));
};

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** In one piece, since several programs may end at once; one that cannot leaves it to the next. */
function keep(path, script) {
  try {
    const own = `${path}.${process.pid}`;
    writeFileSync(own, script.createCachedData());
    renameSync(own, path);
  } catch {}
}
