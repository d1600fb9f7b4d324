/** A secret that ends on a day which a person gave, because no API tells it. Pure. */
import type { Finding } from '../engine/findings';
import { SYSTEM_TITLES, type SystemName } from '../engine/model';
import { dayOf, daysUntil, expiresIn, SOON_DAYS } from './days';
import { teller } from './preflight';

const SETTING = 'mspSync.secrets.expireOn';

/** What the day says that a person gave for the end of a password, token or key; nothing where none was given. */
export function secretDates(system: SystemName, endsOn: string | undefined, now: number): readonly Finding[] {
  if (endsOn === undefined) return [];
  const ends = Date.parse(endsOn);
  const tell = teller(system);
  const what = `What signs in to ${SYSTEM_TITLES[system]}`;
  if (ends <= now)
    return [
      tell(
        'secret-dates',
        'warning',
        `${what} ended on ${dayOf(ends)}, by the settings.`,
        'Where a sync still works, the day in the settings is out of date, and the next end will come unannounced.',
        `Set ${SETTING} to the day on which the one in use ends.`,
      ),
    ];
  if (daysUntil(ends, now) >= SOON_DAYS)
    return [tell('secret-dates', 'ok', `${what} lasts until ${dayOf(ends)}, by the settings.`)];
  return [
    tell(
      'secret-dates',
      'warning',
      `${what} ${expiresIn(ends, now)}.`,
      'From that day on no sync can sign in there.',
      `Make a new one in ${SYSTEM_TITLES[system]}, save it here in its place, and set ${SETTING} anew.`,
    ),
  ];
}
