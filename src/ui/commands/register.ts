import { commands } from 'vscode';
import { Owner } from '../../host/disposal';
import { explain } from '../changes/commands';
import { openConflicts } from '../conflicts/commands';
import { showDashboard } from '../dashboard/commands';
import { pauseAutomatic, resumeAutomatic } from '../follow/commands';
import { showHistory, undoRun } from '../history/commands';
import { reviewCompare } from '../matches/commands';
import { apply, choosePlanned, leaveUndo, plan, showStep, undoAgain } from '../plan/commands';
import {
  reviewAccept,
  reviewChoose,
  reviewClearFilter,
  reviewCreate,
  reviewFilter,
  reviewIgnore,
  reviewNever,
  reviewSearch,
  reviewUndo,
  unlink,
} from '../review/commands';
import { showActions } from './actions';
import { check, testConnection } from './check';
import { configure } from './configure';
import { configurePair } from './configure-pair';
import type { CommandContext } from './context';
import { startDemo, stopDemo } from './demo';
import { clearFilter, filterByStatus } from './filter';
import { chooseFolder } from './folder';
import { COMMANDS, type CommandName } from './ids';
import { copyId, findRecord, openInPortal } from './records';
import { forgetSecrets, replaceSecret, signOut } from './secrets';
import { settleConnection } from './settle';
import { openWalkthrough, refresh, showDrift, showLog, showReport } from './show';
import { sync } from './sync';

type Handler = (context: CommandContext, ...given: readonly unknown[]) => Promise<unknown>;

const HANDLERS: Readonly<Record<CommandName, Handler>> = {
  configure,
  check,
  sync,
  refresh,
  showReport,
  showActions,
  findRecord,
  openInPortal,
  copyId,
  filter: filterByStatus,
  clearFilter,
  startDemo,
  stopDemo,
  testConnection,
  replaceSecret,
  signOut,
  forgetSecrets,
  configurePair,
  settleConnection,
  openWalkthrough,
  chooseFolder,
  showLog,
  reviewAccept,
  reviewNever,
  reviewIgnore,
  reviewCreate,
  reviewUndo,
  reviewFilter,
  reviewClearFilter,
  plan,
  apply,
  choosePlanned,
  leaveUndo,
  undoAgain,
  showStep,
  showHistory,
  undoRun,
  explain,
  showDrift,
  reviewSearch,
  reviewChoose,
  reviewCompare,
  openConflicts,
  showDashboard,
  unlink,
  pauseAutomatic,
  resumeAutomatic,
};

/** Every command, each ending in a message when it fails. */
export class Commands extends Owner {
  constructor(context: CommandContext) {
    super();
    for (const [name, id] of Object.entries(COMMANDS)) {
      const handler = handlerOf(name);
      this.own(
        commands.registerCommand(id, async (...given: readonly unknown[]) => {
          try {
            return await handler(context, ...given);
          } catch (error) {
            // Not awaited: the command is over although its message still stands.
            void context.messages.failure(error);
            return undefined;
          }
        }),
      );
    }
  }
}

function handlerOf(name: string): Handler {
  const entry = Object.entries(HANDLERS).find(([key]) => key === name);
  if (!entry) throw new RangeError(`No handler for ${name}`);
  return entry[1];
}
