/** Formats of our files over time: an older one is brought up step by step, a newer one is refused. */
import { Failure } from '../engine/failure';

/** How content of each earlier format becomes that of the next: `1` leads from format 1 to format 2. */
export type Upgrades = Readonly<Record<number, (content: object) => object>>;

export const formatOf = (content: unknown): number | null =>
  typeof content === 'object' &&
  content !== null &&
  'version' in content &&
  typeof content.version === 'number'
    ? content.version
    : null;

/** What a newer version of this program wrote may mean what this one cannot know: it is not read in part. */
export function refuseNewer(content: unknown, known: number, path: string): void {
  const format = formatOf(content);
  if (format === null || format <= known) return;
  throw new Failure('store-newer', `${path} was written by a newer version of MSP Sync (format ${format}).`, {
    remedy: 'Update MSP Sync on this machine. The file was left as it is.',
  });
}

/** The content in the format that is known now; content without a way up comes back as it is, for its shape to judge. */
export function upgraded(content: unknown, known: number, upgrades: Upgrades): unknown {
  let current = content;
  for (let format = formatOf(content); format !== null && format < known; format += 1) {
    const step = upgrades[format];
    if (!step || typeof current !== 'object' || current === null) return content;
    current = { ...step(current), version: format + 1 };
  }
  return current;
}
