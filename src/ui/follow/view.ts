/** What the editor shows of automatic sync. Pure. */
import { type Schedule, startsAt, type Timetable } from '../../engine/follow/schedule';
import { ageText, untilText } from '../words';

/** Null where automatic sync is off. */
export interface Automatic {
  readonly paused: boolean;
  /** The instant of the next run; null where quiet hours never end. */
  readonly nextAt: number | null;
  readonly succeededAt: number | null;
  readonly failures: number;
  readonly trouble: string | null;
  readonly held: string | null;
  /** Whether a person has let a first plan be carried out; null until that is known. */
  readonly approved: boolean | null;
}

export function automaticOf(
  schedule: Schedule,
  approved: boolean | null,
  now: number,
  timetable: Timetable,
): Automatic {
  const { paused, succeededAt, failures, trouble, held } = schedule;
  const nextAt = startsAt(schedule, now, timetable);
  return { paused, nextAt, succeededAt, failures, trouble, held, approved };
}

/** Lines for a tooltip. */
export function automaticLines(automatic: Automatic | null, now: number): readonly string[] {
  if (!automatic) return ['Automatic sync is off'];
  const { paused, nextAt, succeededAt, failures, trouble, held, approved } = automatic;
  const next = nextAt === null ? 'never: quiet hours cover the whole day' : untilText(nextAt, now);
  return [
    paused ? 'Automatic sync is paused' : `Next automatic sync: ${next}`,
    succeededAt === null
      ? ''
      : `Last automatic success: ${ageText(new Date(succeededAt).toISOString(), now)}`,
    trouble === null ? '' : `Failed ${failures === 1 ? 'once' : `${failures} times in a row`}: ${trouble}`,
    held ?? '',
    approved === false ? 'It writes nothing until you have run Sync Now once' : '',
  ].filter(Boolean);
}
