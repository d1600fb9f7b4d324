import { BaseSequencer } from 'vitest/node';

/** Files that take a minute or more, the longest first: one that begins last would run on alone. */
const LONG = ['kills', 'review', 'command-line', 'long-watch', 'bad-workspace', 'watch', 'check'].map(
  (name) => `/scenario/${name}.test.ts`,
);

export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const place = ({ moduleId }) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(name));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
