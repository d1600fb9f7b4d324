import type { CommandContext } from '../commands/context';

/** The subject of the panel: there is one. */
const SUBJECT = 'health';

export async function showDashboard({ panels }: CommandContext): Promise<void> {
  await panels.open('dashboard', SUBJECT);
}
