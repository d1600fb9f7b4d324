import type { CommandContext } from '../commands/context';

export async function pauseAutomatic({ automatic }: CommandContext): Promise<void> {
  automatic.pause();
}

export async function resumeAutomatic({ automatic }: CommandContext): Promise<void> {
  automatic.resume();
}
