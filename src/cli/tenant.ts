/** `msp-sync tenant`: what a person says of a connection that leads elsewhere than what is remembered came from. */
import type { Command } from 'commander';
import { withSession } from './context';

export function registerTenant(program: Command): void {
  const tenant = program
    .command('tenant')
    .description('settle a connection that leads elsewhere than before')
    .addHelpText(
      'after',
      '\nWhat is remembered belongs to the systems that it was read from. Where the settings lead to another one, no run\nbegins until they lead back, or one of these two was said.',
    );
  tenant
    .command('same')
    .description('they are the same as before, at another address or under another name')
    .action((_options, command: Command) =>
      withSession(command, async (context, session) => {
        await session.acceptTenants(context.signal);
        context.answer({ settled: 'same' });
        if (!context.json) context.say('What is remembered is theirs. The next run goes on from there.');
      }),
    );
  tenant
    .command('afresh')
    .description('forget what is remembered and decided, with a copy kept')
    .action((_options, command: Command) =>
      withSession(command, async (context, session) => {
        const former = await session.startAfresh();
        context.answer({ settled: 'afresh', former });
        if (!context.json)
          context.say(
            `All that was remembered and decided is kept in ${former}. The next run is a first one.`,
          );
      }),
    );
  for (const command of tenant.commands) command.exitOverride();
}
