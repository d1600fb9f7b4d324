import { deepEqual, equal, ok } from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import * as z from 'zod';

const counts = z.record(z.string(), z.number());
const findings = z.array(z.object({ system: z.string(), level: z.string(), message: z.string() }));
/** Longest time in milliseconds that a sync may hold the extension host. */
const LIMIT = 50;
/** Milliseconds until a fresh monitor records. */
const WARM_UP = 100;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Holds from before the act until after it; gives the longest single delay in milliseconds and the act's answer. */
async function watched<T>(act: () => Thenable<T>): Promise<{ longest: number; answer: T }> {
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  monitor.enable();
  await pause(WARM_UP);
  const answer = await act();
  monitor.disable();
  return { longest: monitor.max / 1e6, answer };
}

const folder = (): vscode.Uri => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  ok(first, 'the suites need a folder');
  return first.uri;
};

async function untilCommandGives(
  command: string,
  shape: typeof counts,
): Promise<Readonly<Record<string, number>>> {
  return shape.parse(await vscode.commands.executeCommand(command));
}

describe('a first sync in the editor, against the demo tenants', function () {
  this.timeout(120_000);

  before(() => vscode.commands.executeCommand('mspSync.startDemo'));
  after(() => vscode.commands.executeCommand('mspSync.stopDemo'));

  it('writes the connections into the workspace, and no secret with them', async () => {
    const file = vscode.Uri.joinPath(folder(), '.vscode', 'settings.json');
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    ok(text.includes('mspSync.bms.serverUrl'));
    ok(
      !/password|apiKey|"mspSync\.\w+\.token"/i.test(text.replaceAll('mspSync.vsa.authentication', '')),
      text,
    );
  });

  it('finds no problem with the connections: the secrets are in the storage', async () => {
    const found = findings.parse(await vscode.commands.executeCommand('mspSync.check'));
    deepEqual([...new Set(found.map(({ system }) => system))].sort(), ['bms', 'itglue', 'vsa']);
    deepEqual(
      found.filter(({ level }) => level === 'problem'),
      [],
    );
  });

  it('writes, and a second sync has nothing left to write', async () => {
    const { longest, answer } = await watched(() => untilCommandGives('mspSync.sync', counts));
    ok((answer.done ?? 0) > 0, JSON.stringify(answer));
    console.log(`longest hold of the event loop in a first sync: ${longest.toFixed(1)} ms`);
    ok(longest < LIMIT, `the event loop was held for ${longest.toFixed(1)} ms`);
    const second = await untilCommandGives('mspSync.sync', counts);
    equal(second.done ?? 0, 0, JSON.stringify(second));
  });

  it('opens the report as a read-only document', async () => {
    await vscode.commands.executeCommand('mspSync.showReport');
    const document = vscode.window.activeTextEditor?.document;
    equal(document?.uri.scheme, 'msp-sync-report');
    equal(document?.languageId, 'markdown');
    ok(document?.getText().includes('## What each system holds'));
  });

  it('refuses a second act while one is under way, in words', async () => {
    const first = vscode.commands.executeCommand('mspSync.sync');
    await pause(50);
    equal(await vscode.commands.executeCommand('mspSync.sync'), undefined);
    counts.parse(await first);
  });
});
