/** Colours where the output is a terminal that wants them, and tables that line up. */
import { stripVTControlCharacters, styleText } from 'node:util';

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
}

const plain = (text: string): string => text;

export const PLAIN: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, blue: plain };

const paint = (colour: Parameters<typeof styleText>[0]) => (text: string) =>
  styleText(colour, text, { validateStream: false });

const COLOURED: Style = {
  bold: paint('bold'),
  dim: paint('dim'),
  red: paint('red'),
  green: paint('green'),
  yellow: paint('yellow'),
  blue: paint('blue'),
};

/** Colours for a terminal, unless the person has asked for none (`NO_COLOR`). */
export function styleFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return COLOURED;
  return stream.isTTY && !env.NO_COLOR && env.TERM !== 'dumb' ? COLOURED : PLAIN;
}

const width = (text: string): number => stripVTControlCharacters(text).length;

/** A table with its first column to the left and numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const widths = head.map((title, at) => Math.max(width(title), ...rows.map((row) => width(row[at] ?? ''))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        const gap = ' '.repeat(Math.max(0, (widths[at] ?? 0) - width(cell)));
        return at === 0 ? cell + gap : gap + cell;
      })
      .join('  ');
  return [style.dim(line(head)), ...rows.map(line)].map((text) => `  ${text}`.trimEnd()).join('\n');
}
