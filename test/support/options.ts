/** The options of a script: with `--help` it says how it is used, and of one that it does not have, so in a line. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

export function optionsOf<T extends Options>(usage: string, options: T): Values<T> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const [what] = (error instanceof Error ? error.message : String(error)).split('. ');
    console.error(`${what}. See the options with --help.`);
    process.exit(2);
  }
}
