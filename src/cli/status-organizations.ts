/** The organizations in `msp-sync status`: those that need attention, how they went, and their serial numbers. */
import { dayOf, movementOf } from '../engine/client-trend';
import { type ClientHealth, IN_ORDER, troubles } from '../engine/health';
import { KINDS } from '../engine/model';
import type { Overview } from '../engine/session';
import type { ClientPoint } from '../engine/trend-model';
import { movementText, percent } from '../text/words';
import { printable } from './plan-text';
import { type Style, table } from './style';

/** Clients that need attention, shown of all of them. */
const WORST = 10;

type Trends = Pick<Overview, 'clientTrends' | 'lastRun'>;

export const pointsOf = ({ clientTrends }: Trends, { identity }: ClientHealth): readonly ClientPoint[] =>
  clientTrends[identity] ?? [];

/** `better: 12 → 7 since 2026-01-03`; a dash on the first day. */
export function movementIn(overview: Trends, client: ClientHealth, style: Style): string {
  const movement = movementOf(pointsOf(overview, client), dayOf(overview.lastRun?.endedAt ?? ''));
  if (!movement) return style.dim('-');
  const paint = { better: style.green, worse: style.red, same: style.dim }[movement.direction];
  return paint(movementText(movement));
}

export function worstOf(overview: Trends, clients: readonly ClientHealth[], style: Style): string {
  const poor = clients.filter((client) => troubles(client) > 0);
  if (poor.length === 0) return '';
  const kinds = KINDS.filter((kind) => poor.some(({ matchedShare }) => matchedShare[kind] !== undefined));
  const rows = poor.slice(0, WORST).map((client) => [
    printable(client.name),
    ...kinds.map((kind) => {
      const share = client.matchedShare[kind];
      return share === undefined ? style.dim('-') : percent(share);
    }),
    troubles(client).toLocaleString('en-US'),
    Object.entries(client.counts)
      .filter(([status]) => ![...IN_ORDER].some((good) => good === status))
      .map(([status, count]) => `${count.toLocaleString('en-US')} ${status}`)
      .join(', '),
    movementIn(overview, client, style),
  ]);
  const head = ['in order:', ...kinds.map((kind) => `${kind}s`), 'not', 'of which', 'trend'];
  const title = style.bold('Clients that need attention');
  const hint = style.dim('  "msp-sync status --organization NAME" shows one of them, record by record');
  return [title, table(head, rows, style), ...more(poor.length), hint].join('\n');
}

/** Machines that no serial number tells from others: matched by what else is known of them, or not at all. */
export function placeholdersOf(clients: readonly ClientHealth[], style: Style): string {
  const poor = clients
    .filter(({ placeholders }) => placeholders.length > 0)
    .sort((a, b) => b.placeholders.length - a.placeholders.length);
  if (poor.length === 0) return '';
  const rows = poor
    .slice(0, WORST)
    .map(({ name, placeholders }) => [printable(name), placeholders.length.toLocaleString('en-US')]);
  const title = style.bold('Serial numbers that tell nothing, such as "To Be Filled By O.E.M."');
  return [title, table(['', 'machines'], rows, style), ...more(poor.length)].join('\n');
}

const more = (count: number): readonly string[] =>
  count > WORST ? [`  … and ${(count - WORST).toLocaleString('en-US')} more`] : [];
