/** `msp-sync check`: preflight of every connection, each finding with its remedy. */
import type { Command } from 'commander';
import type { Finding } from '../engine/findings';
import { SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import { contextOf, EXIT, sessionIn } from './context';
import { sentence } from './plan-text';
import type { Style } from './style';

export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('check every connection: each prerequisite with its finding and remedy')
    .action(async (_options, command: Command) => {
      const context = contextOf(command);
      const session = await sessionIn(context);
      try {
        const findings = await session.check(context.signal);
        context.answer({ findings });
        if (!context.json) context.say(findingsText(findings, context.style));
        if (findings.some((finding) => finding.level === 'problem')) process.exitCode = EXIT.failed;
      } finally {
        session.dispose();
      }
    });
}

export function findingsText(findings: readonly Finding[], style: Style): string {
  const marks = { ok: style.green('\u2713'), warning: style.yellow('!'), problem: style.red('\u2717') };
  return SYSTEMS.flatMap((system) => {
    const own = findings.filter((finding) => finding.system === system);
    if (own.length === 0) return [];
    const lines = own.flatMap((finding) => [
      `  ${marks[finding.level]} ${sentence(finding.message)}`,
      ...(finding.why ? [`      ${style.dim(finding.why)}`] : []),
      ...(finding.remedy ? [`      ${finding.remedy}`] : []),
      ...(finding.link ? [`      ${style.dim(finding.link)}`] : []),
    ]);
    return [[style.bold(SYSTEM_TITLES[system]), ...lines].join('\n')];
  }).join('\n');
}
