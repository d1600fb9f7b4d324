import { commands, l10n, window } from 'vscode';
import type { Finding } from '../../engine/findings';
import { showInformation, showWarning } from '../../host/told';
import { CONNECTIONS_VIEW } from '../trees/connections/register';
import { systemOf } from './configure';
import type { CommandContext } from './context';
import { pickConfigured } from './secrets';
import { signalOf } from './sync';
import { checkText } from './text';

/** Preflight of all connections: progress in the view, findings there too, and one message. Gives the findings. */
export async function check({ state }: CommandContext): Promise<readonly Finding[]> {
  const { checks } = await window.withProgress(
    { location: { viewId: CONNECTIONS_VIEW }, cancellable: true },
    (_, token) => state.check(signalOf(token)),
  );
  const findings = checks.flatMap((checked) => checked.findings);
  void tell(findings);
  return findings;
}

/** The same of one connection, which the row or the palette names. */
export async function testConnection(context: CommandContext, given?: unknown): Promise<readonly Finding[]> {
  const system = systemOf(given) ?? (await pickConfigured(context, l10n.t('Test Which Connection?')));
  if (!system) return [];
  const { checks } = await window.withProgress(
    { location: { viewId: CONNECTIONS_VIEW }, cancellable: true },
    (_, token) => context.state.check(signalOf(token), system),
  );
  const findings = checks
    .filter((checked) => checked.system === system)
    .flatMap((checked) => checked.findings);
  void tell(findings);
  return findings;
}

async function tell(findings: readonly Finding[]): Promise<void> {
  const { text, good } = checkText(findings);
  const show = l10n.t('Show Findings');
  const message = good ? showInformation : showWarning;
  if (await message(text, show)) await commands.executeCommand(`${CONNECTIONS_VIEW}.focus`);
}
