/** Rows in the order that a person chose. Pure. */
import type { Row } from '../../ui/dashboard/protocol';
import type { Sort } from './kept';

const NAME = -1;

/** As they came where nothing was chosen; what was not measured comes last either way. */
export function sorted(rows: readonly Row[], sort: Sort | undefined): readonly Row[] {
  if (!sort) return rows;
  const { column, descending } = sort;
  const turned = descending ? -1 : 1;
  if (column === NAME) return [...rows].sort((a, b) => turned * named(a, b));
  const measured = ({ parts, trend }: Row): number | null =>
    (column === parts.length ? trend?.change : parts[column]?.value) ?? null;
  return [...rows].sort((a, b) => {
    const [x, y] = [measured(a), measured(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || named(a, b);
    return turned * (x - y) || named(a, b);
  });
}

const named = (a: Row, b: Row): number => a.label.localeCompare(b.label, undefined, { numeric: true });

/** The next order of a column: numbers from the top first, names from A; then the other way; then as they came. */
export function nextSort(column: number, before: Sort | undefined): Sort | undefined {
  const first = column !== NAME;
  if (before?.column !== column) return { column, descending: first };
  return before.descending === first ? { column, descending: !first } : undefined;
}
