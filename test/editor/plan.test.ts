import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import * as z from 'zod';

const planShape = z.object({
  steps: z.array(z.object({ id: z.string(), name: z.string() })),
  unticked: z.array(z.string()).optional(),
});

const folder = (): vscode.Uri => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  ok(first, 'the suites need a folder');
  return first.uri;
};

async function savedPlan() {
  const file = vscode.Uri.joinPath(folder(), '.msp-sync', 'plan.json');
  return planShape.parse(JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))));
}

const panels = (): string[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputWebview ? [input.viewType] : []));

/** The editor prefixes view types of its own accord. */
const opened = async (viewType: string): Promise<boolean> => {
  for (let left = 50; left > 0; left -= 1) {
    if (panels().some((type) => type.endsWith(viewType))) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
};

describe('a plan in the editor, against the demo tenants', function () {
  this.timeout(120_000);

  before(async () => {
    await vscode.commands.executeCommand('mspSync.startDemo');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('mspSync.stopDemo');
    // The next suite starts tenants of its own, in a folder that remembers nothing of these.
    for (const name of ['.msp-sync', '.vscode']) {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), name), { recursive: true });
    }
    const connected = () =>
      vscode.workspace.getConfiguration('mspSync', folder()).get('bms.serverUrl') !== '';
    while (connected()) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it('is made and saved by the command, which tells how many steps it has', async () => {
    const count = await vscode.commands.executeCommand('mspSync.makePlan');
    equal((await savedPlan()).steps.length, count);
  });

  it('shows the differences of a step, one panel for whatever step is looked at', async () => {
    const { steps } = await savedPlan();
    const [first, second] = steps;
    ok(first && second, 'fresh tenants are not in step');
    await vscode.commands.executeCommand('mspSync.showStep', { id: `step:${first.id}` });
    ok(await opened('mspSync.changes'), panels().join());
    await vscode.commands.executeCommand('mspSync.showStep', { id: `step:${second.id}` });
    equal(panels().filter((type) => type.endsWith('mspSync.changes')).length, 1);
  });

  it('opens the queue of conflicts once, however often it is asked for', async () => {
    await vscode.commands.executeCommand('mspSync.openConflicts');
    ok(await opened('mspSync.conflicts'), panels().join());
    await vscode.commands.executeCommand('mspSync.openConflicts');
    equal(panels().filter((type) => type.endsWith('mspSync.conflicts')).length, 1);
  });

  it('tells the drift as a document, without writing', async () => {
    const before = await savedPlan();
    await vscode.commands.executeCommand('mspSync.showDrift');
    const document = vscode.window.activeTextEditor?.document;
    ok(document?.getText().startsWith('# MSP Sync Drift Report'));
    deepEqual(await savedPlan(), before);
  });
});
