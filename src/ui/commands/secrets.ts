import { l10n, window } from 'vscode';
import { SYSTEM_TITLES } from '../../engine/model';
import type { CommandContext } from './context';

/** Deletes chosen secrets from the editor's storage. */
export async function forgetSecrets({ secrets }: CommandContext): Promise<void> {
  const saved = secrets.saved();
  if (saved.length === 0) {
    void window.showInformationMessage(l10n.t('No secrets are saved.'));
    return;
  }
  const items = saved.map((secret) => ({
    label: SYSTEM_TITLES[secret.system],
    description: secret.origin,
    secret,
  }));
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    title: l10n.t('Forget Which Secrets?'),
  });
  for (const { secret } of chosen ?? []) await secrets.forget(secret);
}
