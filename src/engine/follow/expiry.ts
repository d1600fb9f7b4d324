/** What is about to run out, told once: nobody need learn of it from a failed sync. Pure but for the memory it keeps. */
import type { Checked, Finding } from '../findings';

/** Checks that tell a day on which something ends. A credential's is known where its system tells it, or a person does. */
const DATED: ReadonlySet<string> = new Set(['certificate-dates', 'credentials', 'secret-dates']);
const DAY_MS = 86_400_000;

/** What already failed is no warning any more: the run that it stops says so. */
const isExpiring = ({ check, level, message }: Finding): boolean =>
  level === 'warning' && DATED.has(check) && /\bexpires?\b/i.test(message);

/** The texts to show, each followed by what to do; those in `told` are not told again, and new ones are added to it. */
export function newlyExpiring(findings: readonly Finding[], told: Set<string>): readonly string[] {
  const texts: string[] = [];
  for (const finding of findings) {
    if (!isExpiring(finding)) continue;
    // The days that are left count down in the message: a day is no news, the last week of them is.
    const key = `${finding.system} ${finding.check} ${finding.message.replace(/\bin (\d+) days?/, inWeeks)}`;
    if (told.has(key)) continue;
    told.add(key);
    texts.push([finding.message, finding.remedy].filter(Boolean).join(' '));
  }
  return texts;
}

const inWeeks = (_match: string, days: string): string => (Number(days) <= 7 ? 'within a week' : 'soon');

export interface ExpiryPorts {
  readonly now: () => number;
  readonly check: () => Promise<readonly Checked[]>;
  readonly tell: (text: string) => void;
  readonly failed: (error: unknown) => void;
}

/** Looks at all connections once a day, and tells what runs out. */
export class ExpiryWatch {
  private readonly told = new Set<string>();
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly ports: ExpiryPorts) {}

  async lookOnceADay(): Promise<void> {
    const { now, check, tell, failed } = this.ports;
    if (now() - this.lookedAt < DAY_MS) return;
    this.lookedAt = now();
    try {
      const found = (await check()).flatMap(({ findings }) => findings);
      for (const text of newlyExpiring(found, this.told)) tell(text);
    } catch (error) {
      failed(error);
    }
  }
}
