/** A connection leads elsewhere than what is remembered came from: a person says what that is. */
import { commands, l10n, ProgressLocation, window } from 'vscode';
import type { Finding } from '../../engine/findings';
import { isRemembered } from '../../engine/tenants';
import { showInformation, showWarning } from '../../host/told';
import { folderFor } from './configure';
import type { CommandContext } from './context';
import { COMMANDS } from './ids';
import { signalOf } from './sync';

export async function settleConnection(context: CommandContext): Promise<void> {
  folderFor(context);
  const [first, ...more] = await changed(context);
  if (!first) {
    void showInformation(l10n.t('What is remembered was read from the very systems that are connected.'));
    return;
  }
  const same = l10n.t('They Are the Same');
  const afresh = l10n.t('Start Afresh');
  const back = l10n.t('Point Back…');
  const detail = [
    ...[first, ...more].map(({ message }) => message),
    l10n.t(
      'The same company, at another address or under another name: what is remembered is kept and used. Another company: start afresh; what was remembered and decided is moved to a folder of its own.',
    ),
  ].join('\n\n');
  const title = l10n.t('Which company’s records are these?');
  const chosen = await showWarning(title, { modal: true, detail }, same, afresh, back);
  if (chosen === back) await commands.executeCommand(COMMANDS.configure, first.system);
  if (chosen === same) await sayTheSame(context);
  if (chosen === afresh) {
    const former = await context.state.startAfresh();
    const text = l10n.t('What was remembered is kept in {0}. The next sync is a first one.', former);
    void showInformation(text);
  }
}

/** As it is now: what the last check said may have been mended since. */
async function changed({ state }: CommandContext): Promise<readonly Finding[]> {
  const { checks } = await underProgress((signal) => state.check(signal));
  return checks.flatMap(({ findings }) =>
    findings.filter((finding) => isRemembered(finding) && finding.level === 'problem'),
  );
}

async function sayTheSame({ state }: CommandContext): Promise<void> {
  await underProgress((signal) => state.acceptTenants(signal));
  void showInformation(l10n.t('What is remembered is theirs. The next sync goes on from there.'));
}

const underProgress = <T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> =>
  Promise.resolve(
    window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Looking at the connections…'),
        cancellable: true,
      },
      (_, token) => act(signalOf(token)),
    ),
  );
