/** The drawings. Each stands beside a table that says the same and can be reached by keyboard; here a mouse may click too. */
import type { Part, Row, SaidOfDashboard, Section } from '../../ui/dashboard/protocol';
import { type Box, barOf, columnOf, groundOf, lengths, pointsOf } from './shapes';

export type Go = (target: SaidOfDashboard) => void;

const WIDTH = 480;
const NAMES = 150;
const LINE = 24;
const HEIGHT = 180;
/** Letters that fit beside a bar. */
const LETTERS = 22;

type Attributes = Readonly<Record<string, string | number>>;

function s(name: string, attributes: Attributes, ...children: readonly (SVGElement | string)[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

const CHARTS = { bars, columns, lines };

export function chartOf(section: Section, chart: keyof typeof CHARTS, go: Go): SVGElement {
  const [height, shapes] = CHARTS[chart](section.rows, go);
  const size = { viewBox: `0 0 ${WIDTH} ${height}`, class: 'chart' };
  return s('svg', { ...size, role: 'img', 'aria-label': section.title }, ...shapes);
}

type Drawn = readonly [height: number, shapes: readonly SVGElement[]];

const sizes = ({ parts }: Row): readonly number[] => parts.map(({ value }) => value ?? 0);
const largestOf = (rows: readonly Row[]): number =>
  Math.max(0, ...rows.map((row) => sizes(row).reduce((sum, size) => sum + size, 0)));

function bars(rows: readonly Row[], go: Go): Drawn {
  const largest = largestOf(rows);
  const shapes = rows.flatMap((row, at) => {
    const place = { x: NAMES, y: at * LINE + 4, width: 0, height: LINE - 8 };
    const boxes = barOf(lengths(sizes(row), largest, WIDTH - NAMES - 4), place);
    const name = s(
      'text',
      { x: NAMES - 8, y: at * LINE + LINE / 2 + 4, 'text-anchor': 'end' },
      cut(row.label),
    );
    const whole = s('title', {}, row.label);
    name.append(whole);
    return [clickable(name, row.target, go), ...filled(row, boxes, go)];
  });
  return [rows.length * LINE + 4, shapes];
}

function columns(rows: readonly Row[], go: Go): Drawn {
  const largest = largestOf(rows);
  const step = Math.min(48, (WIDTH - 8) / Math.max(rows.length, 1));
  const tall = HEIGHT - 36;
  const shapes = rows.flatMap((row, at) => {
    const place = { x: 4 + at * step, y: 12, width: step - 3, height: tall };
    return filled(row, columnOf(lengths(sizes(row), largest, tall), place), go);
  });
  const [first, last] = [rows[0], rows.at(-1)];
  const foot = HEIGHT - 6;
  const names = [
    ...(first ? [s('text', { x: 4, y: foot }, first.label)] : []),
    ...(last && last !== first && rows.length > 3
      ? [s('text', { x: Math.max(4 + rows.length * step, 190), y: foot, 'text-anchor': 'end' }, last.label)]
      : []),
  ];
  const y = 12 + tall;
  return [HEIGHT, [...shapes, s('line', { class: 'axis', x1: 0, y1: y, x2: WIDTH, y2: y }), ...names]];
}

function lines(rows: readonly Row[], go: Go): Drawn {
  const place: Box = { x: 52, y: 12, width: WIDTH - 64, height: HEIGHT - 40 };
  const low = groundOf(rows.flatMap(({ parts }) => parts.map(({ value }) => value)));
  const shapes = (rows[0]?.parts ?? []).flatMap(({ look }, kind) => {
    const points = pointsOf(
      rows.map(({ parts }) => parts[kind]?.value ?? null),
      place,
      low,
    );
    const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
    const dots = points.flatMap(({ x, y, at }) => {
      const part = rows[at]?.parts[kind];
      const dot = s(
        'circle',
        { class: `look-${look}`, cx: x, cy: y, r: 4 },
        s('title', {}, part?.spoken ?? ''),
      );
      return [clickable(dot, rows[at]?.target ?? null, go)];
    });
    return [s('polyline', { class: `stroke-${look}`, points: path }), ...dots];
  });
  const grid = [1, low].flatMap((share) => {
    const y = place.y + (share === 1 ? 0 : place.height);
    return [
      s('line', { class: 'axis', x1: place.x, y1: y, x2: WIDTH, y2: y }),
      s('text', { x: place.x - 8, y: y + 4, 'text-anchor': 'end' }, `${Math.round(share * 100)} %`),
    ];
  });
  const [first, last] = [rows[0], rows.at(-1)];
  const foot = { y: HEIGHT - 6 };
  const names = [
    ...(first ? [s('text', { ...foot, x: place.x }, first.label)] : []),
    ...(last && last !== first
      ? [s('text', { ...foot, x: WIDTH - 4, 'text-anchor': 'end' }, last.label)]
      : []),
  ];
  return [HEIGHT, [...grid, ...shapes, ...names]];
}

const filled = (row: Row, boxes: readonly Box[], go: Go): SVGElement[] =>
  row.parts.flatMap((part, at) => {
    const box = boxes[at];
    return box && box.width > 0 && box.height > 0 ? [filledBox(part, box, go)] : [];
  });

function filledBox({ look, spoken, target }: Part, { x, y, width, height }: Box, go: Go): SVGElement {
  const box = s('rect', { class: `look-${look}`, x, y, width, height }, s('title', {}, spoken));
  return clickable(box, target, go);
}

function clickable(element: SVGElement, target: SaidOfDashboard | null, go: Go): SVGElement {
  if (!target) return element;
  element.classList.add('leads');
  element.addEventListener('click', () => go(target));
  return element;
}

const cut = (text: string): string => (text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text);

const SPARK: Box = { x: 2, y: 2, width: 60, height: 14 };

/** How a number went, as small as a word; the words that say so stand beside it. */
export function sparkOf(values: readonly (number | null)[]): SVGElement {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const points = pointsOf(
    values.map((value) => (value === null ? null : value / most)),
    SPARK,
    0,
  );
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const size = { viewBox: `0 0 ${SPARK.width + 4} ${SPARK.height + 4}`, class: 'spark' };
  return s('svg', { ...size, 'aria-hidden': 'true' }, s('polyline', { points: path }));
}
