/** `msp-sync check`: preflight of every connection, each finding with its remedy. */
import type { Command } from 'commander';
import type { Finding } from '../engine/findings';
import { SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import type { PairReadiness } from '../engine/readiness';
import { pluralOf } from '../text/words';
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
        const { checks, pairs } = await session.check(context.signal);
        const findings = checks.flatMap((checked) => checked.findings);
        context.answer({ findings, pairs });
        if (!context.json) {
          context.say([findingsText(findings, context.style), pairsText(pairs, context.style)].join('\n\n'));
        }
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

/** Each pair with whether it is ready, and which way its kinds go. */
export function pairsText(pairs: readonly PairReadiness[], style: Style): string {
  const marks: Readonly<Record<PairReadiness['state'], string>> = {
    ready: style.green('\u2713'),
    limited: style.yellow('!'),
    blocked: style.red('\u2717'),
    unchecked: style.dim('?'),
    absent: style.dim('-'),
    off: style.dim('-'),
  };
  return pairs
    .map(({ systems, state, words, ways }) => {
      const name = systems.map((system) => SYSTEM_TITLES[system]).join(' \u2194 ');
      const shown = state === 'absent' || state === 'off' ? [] : ways;
      const detail = shown
        .map((way) => `\n      ${style.dim(`${pluralOf(way.kind)}: ${way.words}`)}`)
        .join('');
      return `${marks[state]} ${style.bold(name)}: ${sentence(words)}${detail}`;
    })
    .join('\n');
}
