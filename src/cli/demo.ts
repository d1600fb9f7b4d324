/** `msp-sync demo`: the whole story, from nothing to an undo, against simulated tenants over real HTTP. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '../engine/failure';
import type { SystemName } from '../engine/model';
import { SYSTEM_TITLES } from '../engine/model';
import type { RunReport } from '../engine/run';
import type { Session } from '../engine/session';
import type { RunningSimulators, SimulatorLine } from '../simulators/start';
import { plural } from '../text/words';
import { findingsText, pairsText } from './check';
import { type Context, contextOf, type GlobalOptions, sessionIn } from './context';
import { type Calls, callsText, counted } from './demo/calls';
import { tellDispute } from './demo/dispute';
import { reportText } from './report';
import { connectFolder, type FleetOptions, fleetOptions, startSimulated } from './simulate';
import { reportDocument } from './sync';

export function registerDemo(program: Command): void {
  fleetOptions(program.command('demo'))
    .description(
      'show it all on simulated tenants: check, first and second sync, a conflict, its resolution, undo',
    )
    .action(async (options: FleetOptions, command: Command) => {
      const context = contextOf(command);
      const named = command.parent?.getOptionValueSource('workspace') === 'cli';
      const folder = named
        ? resolve(command.optsWithGlobals<GlobalOptions>().workspace)
        : await mkdtemp(join(tmpdir(), 'msp-sync-demo-'));
      await mkdir(folder, { recursive: true });
      const running = await startSimulated(options);
      try {
        await connectFolder(folder, running.line);
        const session = await sessionIn(context, folder, secretsOf(running.line));
        try {
          await tell(context, session, running, folder);
        } finally {
          context.progress.stop();
          session.dispose();
        }
      } finally {
        await running.stop();
      }
    });
}

/** The demo knows its own tenants' secrets; nothing is written to disk. */
function secretsOf(line: SimulatorLine): (system: SystemName) => Promise<string> {
  const secrets: Readonly<Record<SystemName, string>> = {
    bms: line.bms.password,
    vsa: line.vsa.token,
    itglue: line.itglue.apiKey,
  };
  return async (system) => secrets[system];
}

async function tell(
  context: Context,
  session: Session,
  running: RunningSimulators,
  folder: string,
): Promise<void> {
  const { style, say } = context;
  const { line } = running;
  say(style.bold('Three tenants on this machine'));
  say(
    `  ${SYSTEM_TITLES.bms} ${line.bms.url}, ${SYSTEM_TITLES.vsa} ${line.vsa.url}, ${SYSTEM_TITLES.itglue} ${line.itglue.url}`,
  );
  say(`  workspace ${folder}\n`);

  say(style.bold('1. Checking the connections'));
  const { checks, pairs } = await session.check(context.signal);
  const findings = checks.flatMap((checked) => checked.findings);
  say(`${findingsText(findings, style)}\n\n${pairsText(pairs, style)}\n`);
  const problem = findings.find((finding) => finding.level === 'problem');
  if (problem)
    throw new Failure('settings', problem.message, problem.remedy ? { remedy: problem.remedy } : {});

  say(style.bold('2. First sync of what already exists\n'));
  const first = await syncOnce(context, session, line.control);
  say(`${reportText(first.report, style)}\n`);
  say(`  ${callsText(first.calls)}\n`);

  say(style.bold('3. Second sync'));
  const second = await syncOnce(context, session, line.control);
  const writes = second.report.outcomes.filter((outcome) => outcome.type === 'done').length;
  say(
    `  ${writes === 0 ? 'Nothing to write: the systems are in step.' : `${plural(writes, 'record')} written.`}`,
  );
  say(`  ${callsText(second.calls)}`);
  if (second.calls.writes > 0) {
    throw new Failure('internal', `The second sync wrote ${plural(second.calls.writes, 'time')}.`, {
      remedy: 'Please report this with the seed and the options of the command.',
    });
  }
  const dispute = await tellDispute(context, session, line);
  if (!dispute) say('\nNo contact is in all three systems: a conflict has to be seen with a larger fleet.');
  say(
    `\nLook around: "msp-sync --workspace ${folder} history", or "npm run editor" for the same in VS Code.`,
  );
  context.answer({
    workspace: folder,
    findings,
    first: { ...reportDocument(first.report), calls: first.calls },
    second: { ...reportDocument(second.report), calls: second.calls },
    dispute,
  });
}

async function syncOnce(
  context: Context,
  session: Session,
  control: string,
): Promise<{ report: RunReport; calls: Calls }> {
  const { progress, signal } = context;
  const { result, calls } = await counted(control, () => session.sync({ progress, signal }));
  progress.stop();
  return { report: result, calls };
}
