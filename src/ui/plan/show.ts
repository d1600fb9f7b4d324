import { commands } from 'vscode';

export const PLAN_VIEW = 'mspSync.plan';

export async function showPlan(): Promise<void> {
  await commands.executeCommand(`${PLAN_VIEW}.focus`);
}
