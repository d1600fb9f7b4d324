/** Commands on one record: of the row they were called on, or of the one that the person picks. */
import { env, l10n, type QuickPickItem, QuickPickItemKind, Uri, window } from 'vscode';
import { Failure } from '../../engine/failure';
import { keyOf, type SourceRecord, SYSTEM_TITLES } from '../../engine/model';
import type { Overview } from '../../engine/session';
import { listed, showInPassing } from '../../host/told';
import { isLoopback } from '../../settings/origins';
import { inOneLine } from '../../text/shown';
import { statusIn } from '../trees/records/outline';
import { KIND_TITLES, PARTS, SHORT_TITLES } from '../words';
import type { CommandContext } from './context';

export async function openInPortal(context: CommandContext, row?: unknown): Promise<void> {
  const record = await recordOf(context, row, (candidate) => candidate.url !== null);
  if (!record) return;
  const { url, system } = record;
  if (!url || !isSafe(url)) {
    throw new Failure('unsupported', `${SYSTEM_TITLES[system]} gave no web address for ${record.name}.`, {
      remedy: 'Look it up there by its id, which "MSP Sync: Copy Id" copies.',
    });
  }
  await env.openExternal(Uri.parse(url, true));
}

/** The address came from a system: nothing but a web page may be opened by it. */
function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
}

export async function copyId(context: CommandContext, row?: unknown): Promise<void> {
  const record = await recordOf(context, row, () => true);
  if (!record) return;
  await env.clipboard.writeText(record.id);
  showInPassing(l10n.t('Copied {0} id {1}', SHORT_TITLES[record.system], record.id), 3000);
}

/** Shows the picked record's row in the tree. */
export async function findRecord(context: CommandContext): Promise<void> {
  const record = await pickRecord(context, () => true);
  if (!record || (await context.systems.reveal(keyOf(record)))) return;
  await context.filter.set(null);
  // The view redraws in slices; its row exists once it has.
  await context.systems.drawn();
  await context.systems.reveal(keyOf(record));
}

async function recordOf(
  context: CommandContext,
  row: unknown,
  fits: (record: SourceRecord) => boolean,
): Promise<SourceRecord | undefined> {
  const key = context.systems.keyOfRow(row) ?? context.review.keyOfRow(row);
  const known = key ? context.state.snapshot.overview?.records.get(key) : undefined;
  return known ?? pickRecord(context, fits);
}

interface RecordItem extends QuickPickItem {
  readonly record?: SourceRecord;
}

/** First the organization, then the record: lists that a quick pick still handles well. */
export async function pickRecord(
  { state }: CommandContext,
  fits: (record: SourceRecord) => boolean,
): Promise<SourceRecord | undefined> {
  await state.load();
  const { overview } = state.snapshot;
  if (!overview || overview.records.size === 0) {
    throw new Failure('usage', 'No records are known yet.', { remedy: 'Run "MSP Sync: Sync Now" first.' });
  }
  const all = [...overview.records.values()].filter(
    (record) => fits(record) || record.kind === 'organization',
  );
  const organizations = all.filter((record) => record.kind === 'organization');
  const organization = await pick(
    organizations.map((record) => itemOf(overview, record)),
    l10n.t('Which Organization?'),
  );
  if (!organization) return undefined;
  const parts = PARTS.flatMap((kind): RecordItem[] => {
    const own = all.filter(
      (record) =>
        record.kind === kind &&
        record.system === organization.system &&
        record.organization === organization.id,
    );
    if (own.length === 0) return [];
    return [
      { label: KIND_TITLES[kind], kind: QuickPickItemKind.Separator },
      ...sorted(own.map((record) => itemOf(overview, record))),
    ];
  });
  const itself = fits(organization) ? [itemOf(overview, organization)] : [];
  return pick([...itself, ...parts], l10n.t('Which Record of {0}?', organization.name), false);
}

const itemOf = (overview: Overview, record: SourceRecord): RecordItem => ({
  label: record.name,
  description: `${SHORT_TITLES[record.system]} · ${record.kind} · ${statusIn(overview, keyOf(record))}`,
  record,
});

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

const sorted = (items: readonly RecordItem[]): readonly RecordItem[] =>
  [...items].sort((a, b) => byName(a.label, b.label));

async function pick(
  items: readonly RecordItem[],
  title: string,
  sort = true,
): Promise<SourceRecord | undefined> {
  const chosen = await window.showQuickPick((sort ? sorted(items) : items).map(listed), {
    title: inOneLine(title),
    matchOnDescription: true,
    // A panel in front gets the focus back from the command palette only after this list is open, which would close it.
    ignoreFocusOut: true,
  });
  return chosen?.record;
}
