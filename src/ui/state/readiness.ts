/** Whether anything can be done in the folder at all, and the failure that says why not. */
import { type WorkspaceFolder, workspace } from 'vscode';
import { Failure, type FailureReason } from '../../engine/failure';
import type { SystemName } from '../../engine/model';
import type { Readiness } from './view';

/** What says something about the plan at hand, and nothing about the connections: the status bar stays as it is. */
export const PASSING_REFUSALS: ReadonlySet<FailureReason> = new Set(['cancelled', 'stale', 'usage', 'busy']);

export function readinessOf(
  folder: WorkspaceFolder | undefined,
  configured: readonly SystemName[],
): Readiness {
  if (!folder) return 'noFolder';
  if (!workspace.isTrusted) return 'untrusted';
  return configured.length > 0 ? 'ready' : 'notConfigured';
}

export function notReady(readiness: Readiness): Failure {
  if (readiness === 'noFolder') {
    return new Failure('usage', 'No folder is open.', { remedy: 'Open a folder; connections belong to it.' });
  }
  if (readiness === 'untrusted') {
    return new Failure('usage', 'This workspace is not trusted, so MSP Sync connects to nothing.', {
      remedy: 'Trust it with "Workspaces: Manage Workspace Trust".',
    });
  }
  return new Failure('settings', 'No connection is configured.', {
    remedy: 'Configure the connections, or start demo tenants to try everything without an account.',
  });
}
