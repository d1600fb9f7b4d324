/** A secret that ends on a day which a person gave, because no API tells it. Pure. */
import type { Finding } from '../engine/findings';
import { SYSTEM_TITLES, type SystemName } from '../engine/model';
import { DAY_MS, dayOf, daysUntil, expiresIn, SOON_DAYS } from './days';
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

/** IT Glue revokes a key that nothing used for so long, and warns its administrators so many days before. */
const REVOKED_DAYS = 90;
const WARNED_DAYS = 10;

/** What is to be said of a key that was last used here at that instant: any call is a use, so only silence is told. */
export function keyDisuse(system: SystemName, lastUsed: string, now: number): readonly Finding[] {
  const ends = Date.parse(lastUsed) + REVOKED_DAYS * DAY_MS;
  if (system !== 'itglue' || Number.isNaN(ends) || daysUntil(ends, now) > WARNED_DAYS) return [];
  const since = `IT Glue's API key was last used here on ${dayOf(Date.parse(lastUsed))}`;
  const revoked = `IT Glue revokes a key that nothing used for ${REVOKED_DAYS} days`;
  const message =
    ends <= now
      ? `${since}: where nothing else used it, it was revoked on ${dayOf(ends)}.`
      : `${since}: where nothing else uses it, it ${expiresIn(ends, now)}.`;
  const remedy =
    ends <= now
      ? 'Check the connections; where it is refused, create a new key in Account > Settings > API Keys.'
      : 'Check the connections, or sync: either is a use.';
  return [teller(system)('secret-dates', 'warning', message, `${revoked}.`, remedy)];
}
