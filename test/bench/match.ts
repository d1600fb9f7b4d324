/** Quality and speed of matching. `--labelled FILE` a labelled set, `--verbose` its mistakes, `--speed` times. */
import { parseArgs } from 'node:util';
import { benchLabelled } from './labelled';
import { benchSpeed } from './speed';

const { values } = parseArgs({
  options: {
    labelled: { type: 'string', multiple: true, default: [] },
    verbose: { type: 'boolean', default: false },
    speed: { type: 'boolean', default: false },
  },
});

for (const file of values.labelled) benchLabelled(file, values.verbose);
if (values.speed || values.labelled.length === 0) benchSpeed();
