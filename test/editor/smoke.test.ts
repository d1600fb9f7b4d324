import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import * as z from 'zod';

const manifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string() })),
    viewsContainers: z.object({ activitybar: z.array(z.object({ id: z.string() })) }),
    views: z.record(z.string(), z.array(z.object({ id: z.string() }))),
  }),
});

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('msp-sync.msp-sync');
  ok(found, 'the editor did not load the extension');
  return found;
}

describe('the extension in the editor', () => {
  const manifest = () => manifestSchema.parse(extension().packageJSON);

  it('activates', async () => {
    await extension().activate();
    equal(extension().isActive, true);
  });

  it('registers every command of its manifest', async () => {
    await extension().activate();
    const known = new Set(await vscode.commands.getCommands(true));
    const declared = manifest().contributes.commands.map(({ command }) => command);
    ok(declared.length > 0, 'the manifest declares no command');
    deepEqual(
      declared.filter((command) => !known.has(command)),
      [],
    );
  });

  it('shows every view of its container', async () => {
    const { viewsContainers, views } = manifest().contributes;
    for (const { id } of viewsContainers.activitybar) {
      ok((views[id] ?? []).length > 0, `the container ${id} has no view`);
      await vscode.commands.executeCommand(`workbench.view.extension.${id}`);
    }
  });
});
