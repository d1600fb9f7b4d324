// Ways to break the engine, each of which the simulation must find: a text of a source file, and what stands in its place.
export const SABOTAGES = [
  {
    name: 'skip the look at what is to be overwritten',
    file: 'src/engine/apply.ts',
    find: '    if (moved) {',
    replace: '    if (moved && step.id === "") {',
  },
  {
    name: 'write with no intent in the journal',
    quick: true,
    file: 'src/engine/apply.ts',
    find: 'await this.input.journal.intent({',
    replace: 'void ({',
  },
  {
    name: 'do not sync the intent to the disk',
    file: 'src/store/journal.ts',
    find: 'if (waiting.length > 0) await this.file.sync();',
    replace: '',
  },
  {
    name: 'trust a journal whose name is not on the disk',
    file: 'src/store/journal.ts',
    find: '      await disk.syncFolder(folder);\n',
    replace: '',
  },
  {
    name: 'take a failed write for agreed',
    file: 'src/engine/commit.ts',
    find: '    if (!succeeded(step)) {\n      open = true;',
    replace: '    if (!succeeded(step)) {\n      open = false;',
  },
  {
    name: 'take a conflict for agreed',
    file: 'src/engine/commit.ts',
    find: "  if (field.merged.type === 'conflict') return;",
    replace: '',
  },
  {
    name: 'owe nothing to who is out of sight',
    file: 'src/engine/commit.ts',
    find: 'for (const system of moves ? absentFrom(merged, field.field) : [])',
    replace: 'for (const system of moves ? [] : [])',
  },
  {
    name: 'remember nothing at the end of a run',
    file: 'src/engine/carry-out.ts',
    find: '  await keeper.keep();',
    replace: '',
  },
  {
    name: 'forget what a killed run wrote',
    file: 'src/engine/think.ts',
    find: 'withRecoveredShadows(identified.identities, left, state, records)',
    replace: 'identified.identities; void withRecoveredShadows; void left',
  },
  {
    name: 'try a lost creation again at once',
    file: 'src/engine/apply.ts',
    find: '      const look = () => system.findCreated(step.kind, values, this.never);\n      const candidates = await this.orElse(failure, look);',
    replace:
      '      const look = async () => [await system.create(step.kind, values, this.never)];\n      const candidates = await this.orElse(failure, look);',
  },
  {
    name: 'repeat writes like reads',
    file: 'src/systems/http.ts',
    find: '(write && !refused)',
    replace: '(write && refused && attempts > 99)',
  },
  {
    name: 'save no plan before writing',
    file: 'src/engine/run.ts',
    find: '    await world.store.savePlan(chosen);\n',
    replace: '',
  },
  {
    name: 'hear no "never the same"',
    file: 'src/engine/match/said.ts',
    find: "decision.type === 'different' ? [key] : []",
    replace: "decision.by === '' && decision.type === 'different' ? [key] : []",
  },
  {
    name: 'undo over what was typed since',
    file: 'src/engine/precondition.ts',
    find: '  formOf(kind, change, now.fields[change.field]) === formOf(kind, change, change.from);',
    replace:
      "  change.source === 'person' || formOf(kind, change, now.fields[change.field]) === formOf(kind, change, change.from);",
  },
  {
    name: 'let the old value win over the new',
    quick: true,
    file: 'src/engine/merge/field.ts',
    find: 'const changed = known.filter(([, side]) => side.form !== side.shadow && !saysNothing(side));',
    replace:
      'const moved = known.filter(([, side]) => side.form !== side.shadow && !saysNothing(side));\n  const changed = moved.length === 0 ? moved : known.filter(([, side]) => side.form === side.shadow);',
  },
  {
    name: 'replace files in place',
    file: 'src/store/safe-file.ts',
    find: "const file = await disk.open(temporary, 'empty');",
    replace:
      "const file = await disk.open(path, 'empty'); await disk.open(temporary, 'empty').then((one) => one.close());\n    await disk.remove(temporary); disk = { ...disk, rename: async () => undefined };",
  },
  {
    name: 'put headers in the log',
    file: 'src/systems/http.ts',
    find: '{ ms: clock.now() - started }',
    replace: '{ ms: clock.now() - started, headers }',
  },
  {
    name: 'take half a listing for the whole',
    file: 'src/systems/listing.ts',
    find: 'if (last.whole) return',
    replace: 'if (last.whole || last.received > 0) return',
  },
  {
    name: 'forget decisions on the way to the disk',
    file: 'src/store/store.ts',
    find: 'decisions: [...decisions] });',
    replace: 'decisions: [...decisions].slice(0, -1) });',
  },
  {
    name: 'write on after half a line in the journal',
    file: 'src/store/journal.ts',
    find: ['${this.broken === null ? ', "'' : '\\n'}"].join(''),
    replace: '',
  },
  {
    name: 'create without a look',
    file: 'src/engine/apply.ts',
    find: 'const candidates = await system.findCreated(step.kind, values, this.never);\n    const',
    replace: 'const candidates: readonly SourceRecord[] = [];\n    const',
  },
  {
    name: 'agree by making a record beside a failed write',
    file: 'src/engine/commit.ts',
    find: 'if (open.unfinished.has(field)) continue;',
    replace: '',
  },
];
