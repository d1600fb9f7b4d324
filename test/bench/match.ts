/** Quality and speed of matching. */
import { optionsOf } from '../support/options';
import { benchFleet } from './fleets';
import { benchLabelled } from './labelled';
import { benchSets } from './sets';
import { benchSpeed } from './speed';

const USAGE = `Usage: npm run bench -- match [options]; without any: fleets 1 to 3, all sets, and times

  --labelled FILE  a labelled set
  --fleet SEED     a generated fleet
  --sets           generated labelled sets
  --set NAME       one of them
  --seed N         other ones
  --verbose        the mistakes
  --speed          times

--labelled, --fleet, --set and --seed may be given more than once.`;

const values = optionsOf(USAGE, {
  labelled: { type: 'string', multiple: true, default: [] },
  verbose: { type: 'boolean', default: false },
  fleet: { type: 'string', multiple: true, default: [] },
  speed: { type: 'boolean', default: false },
  sets: { type: 'boolean', default: false },
  set: { type: 'string', multiple: true, default: [] },
  seed: { type: 'string', multiple: true, default: ['1'] },
});

for (const file of values.labelled) benchLabelled(file, values.verbose);
const whole =
  values.labelled.length === 0 &&
  values.fleet.length === 0 &&
  !values.speed &&
  !values.sets &&
  values.set.length === 0;
for (const seed of whole ? ['1', '2', '3'] : values.fleet) {
  benchFleet(Number(seed), 60, 40, false, values.verbose);
  benchFleet(Number(seed), 60, 40, true, values.verbose);
}
if (whole || values.sets || values.set.length > 0)
  benchSets(values.set, values.seed.map(Number), values.verbose);
if (whole || values.speed) benchSpeed();
