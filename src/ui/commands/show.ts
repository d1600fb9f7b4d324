import { commands, window } from 'vscode';
import { SYSTEMS_VIEW } from '../trees/records/register';
import type { CommandContext } from './context';

/** Reads again what is known; calls no system. */
export async function refresh({ state }: CommandContext): Promise<void> {
  await window.withProgress({ location: { viewId: SYSTEMS_VIEW } }, () => state.reload());
  const { loadFailure } = state.snapshot;
  if (loadFailure) throw loadFailure;
}

export async function showReport({ state, report }: CommandContext): Promise<void> {
  await state.load();
  await report.open('report');
}

/** What differs and stays so, with the reasons, as a document. */
export async function showDrift({ state, report }: CommandContext): Promise<void> {
  await state.load();
  await report.open('drift');
}

export async function showLog({ channel }: CommandContext): Promise<void> {
  channel.show();
}

/** Getting started, step by step, in the editor's own page for it. */
export async function openWalkthrough({ state, progress }: CommandContext): Promise<void> {
  await state.load();
  await progress.anew(async () => {
    await commands.executeCommand('workbench.action.openWalkthrough', 'msp-sync.msp-sync#getStarted', false);
  });
}
