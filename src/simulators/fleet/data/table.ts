/** Data written as text: one row a line, cells parted by `|`. Easier to read and to add to than nested arrays. */
export function table(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** The cell at an index; a row that is too short is a mistake in the data and says so. */
export function cell(row: readonly string[], index: number): string {
  const value = row[index];
  if (value === undefined) throw new RangeError(`A row of data has no cell ${index}: ${row.join('|')}`);
  return value;
}
