/** `msp-sync status --organization`: one client in full, what of it is not in order, and how it went day by day. */
import { Failure } from '../engine/failure';
import { type ClientHealth, healthOf, IN_ORDER, OUT_OF_USE, troublesIn } from '../engine/health';
import type { MatchStatus, RecordKey } from '../engine/model';
import { KINDS, keyOf, MATCH_STATUSES, membersOf } from '../engine/model';
import type { Overview } from '../engine/session';
import type { ClientPoint } from '../engine/trend-model';
import { percent, plural, pluralOf, STATUS_MEANINGS } from '../text/words';
import { printable, sentence } from './plan-text';
import { movementIn, pointsOf } from './status-organizations';
import { type Style, table } from './style';

/** Records and days that are shown; with `--json` all. */
const RECORDS = 30;
const DAYS = 10;
const NAMES = 5;

/** Clients of this name in any system, or with this record; where there is none, those whose name holds the text. */
export function organizationsMeant(overview: Overview, text: string): readonly ClientHealth[] {
  const clients = healthOf(overview);
  const word = text.trim().toLowerCase();
  const exact = clients.filter((client) => namesOf(overview, client).includes(word));
  const found =
    exact.length > 0 || word === '' ? exact : clients.filter(({ name }) => name.toLowerCase().includes(word));
  if (found.length > 0 && found.length <= NAMES) return found;
  const some = (found.length > 0 ? found : clients).slice(0, NAMES).map(({ name }) => `"${printable(name)}"`);
  const known = some.length > 0 ? ` There are ${some.join(', ')} …` : ' None is known before the first sync.';
  throw new Failure(
    'usage',
    found.length > 0
      ? `"${text}" fits ${plural(found.length, 'organization')}.`
      : `No organization is known as "${text}".`,
    {
      remedy: `Give its whole name, or the key of a record such as bms:organization:12.${known}`,
    },
  );
}

function namesOf(overview: Overview, { identity }: ClientHealth): readonly string[] {
  const known = overview.identities.get(identity);
  const keys = known ? membersOf(known).map(keyOf) : [];
  return keys.flatMap((key) => [key, overview.records.get(key)?.name.toLowerCase() ?? '']);
}

interface NotInOrder {
  readonly record: RecordKey;
  readonly name: string;
  readonly status: MatchStatus;
  readonly reason: string;
}

/** What of the client is not in order, by kind and name. */
function notInOrder(overview: Overview, client: ClientHealth): readonly NotInOrder[] {
  const found: NotInOrder[] = [];
  for (const kind of KINDS)
    for (const identity of overview.identities.values()) {
      const owner = identity.kind === 'organization' ? identity.id : identity.organization;
      if (identity.kind !== kind || owner !== client.identity) continue;
      for (const record of membersOf(identity).map(keyOf)) {
        const { status, reason } = overview.statuses.get(record) ?? {};
        if (!status || IN_ORDER.has(status) || OUT_OF_USE.has(status)) continue;
        found.push({ record, name: overview.records.get(record)?.name ?? '', status, reason: reason ?? '' });
      }
    }
  return found;
}

export const organizationDocument = (overview: Overview, client: ClientHealth): object => ({
  ...client,
  trend: pointsOf(overview, client),
  notInOrder: notInOrder(overview, client),
});

export function organizationText(overview: Overview, client: ClientHealth, style: Style): string {
  const { name, share, counts } = client;
  const inUse = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const said = `${percent(share)} of ${plural(inUse, 'record')} in use are in order`;
  const parts = [
    `${style.bold(printable(name))}: ${said}; trend ${movementIn(overview, client, style)}`,
    figuresOf(client, style),
    daysOf(pointsOf(overview, client), style),
    recordsOf(notInOrder(overview, client), style),
  ];
  return parts.filter(Boolean).join('\n\n');
}

function figuresOf({ counts, matchedShare, placeholders }: ClientHealth, style: Style): string {
  const kinds = KINDS.flatMap((kind) => {
    const share = matchedShare[kind];
    return share === undefined ? [] : [[`${pluralOf(kind)} in order`, percent(share)]];
  });
  const used = MATCH_STATUSES.filter((status) => counts[status]);
  return [
    ...kinds.map(([label = '', value = '']) => line(label, value)),
    ...used.map((status) => line(status, `${counts[status]}`, style.dim(STATUS_MEANINGS[status]))),
    line('placeholder serials', `${placeholders.length}`, style.dim(placeholders.slice(0, NAMES).join(', '))),
  ].join('\n');
}

const line = (label: string, value: string, note = ''): string =>
  `  ${label.padEnd(24)} ${value.padStart(6)}  ${note}`.trimEnd();

/** The days on which figures changed, the newest last. */
function daysOf(points: readonly ClientPoint[], style: Style): string {
  if (points.length === 0) return '';
  const kinds = KINDS.filter((kind) => points.some(({ shares }) => shares[kind] !== undefined));
  const number = (count: number | undefined) => (count ? count.toLocaleString('en-US') : style.dim('-'));
  const rows = points
    .slice(-DAYS)
    .map(({ day, counts, shares, placeholders }) => [
      day,
      ...kinds.map((kind) => (shares[kind] === undefined ? style.dim('-') : percent(shares[kind]))),
      ...[troublesIn(counts), counts.unmatched, counts.conflict, counts.missing, placeholders].map(number),
    ]);
  const measures = ['not in order', 'unmatched', 'conflict', 'missing', 'placeholder serials'];
  const head = ['', ...kinds.map(pluralOf), ...measures];
  return [style.bold('Days on which it changed'), table(head, rows, style)].join('\n');
}

function recordsOf(found: readonly NotInOrder[], style: Style): string {
  if (found.length === 0) return '';
  const rows = found
    .slice(0, RECORDS)
    .map(
      ({ record, name, status, reason }) =>
        `  ${printable(record)}  ${printable(name)}\n      ${style.dim(`${status}: ${sentence(reason)}`)}`,
    );
  const left = found.length - rows.length;
  const more = left > 0 ? [`  … and ${left.toLocaleString('en-US')} more; --json gives all`] : [];
  return [style.bold('Not in order'), ...rows, ...more].join('\n');
}
