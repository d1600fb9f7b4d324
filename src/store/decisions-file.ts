/**
 * The form of the decisions on disk, made for Git: one decision to a line, each line ending alike, so that the decisions
 * of two people merge line by line, and the lines of both sides together are still one document.
 */
import type * as z from 'zod';
import type { Decision } from '../engine/decisions';
import type { decisionsShape } from './shape';
import type { Upgrades } from './upgrade';

type Content = z.infer<typeof decisionsShape>;

/** The last item of the list, so that every decision's line ends with a comma. */
const END = null;

export function decisionsText({ version, decisions }: Content): string {
  const lines = decisions.map((decision) => `${lineOf(decision)},\n`);
  return `{ "version": ${version}, "decisions": [\n${lines.join('')}${END}\n]}\n`;
}

/** Line ends within a JSON text are but its layout. */
const lineOf = (decision: Decision): string => JSON.stringify(decision, null, 1).replace(/\n */g, ' ');

/** Format 1 had a decision over several lines, and no last item. */
export const DECISIONS_UPGRADES: Upgrades = { 1: (content) => content };
