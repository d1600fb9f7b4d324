/**
 * The names of all preflight checks. They stand in `check --json`, and `docs/prerequisites.md` explains each of them; a
 * test holds the two together.
 */
export const CHECKS = [
  // The connection itself, for every system.
  'settings',
  'dns',
  'reachability',
  'tls',
  'tls-version',
  'certificate-chain',
  'certificate-dates',
  'certificate-host',
  'api',
  'clock',
  'rate-limit',
  // Who we are.
  'secret',
  'credentials',
  'secret-dates',
  'second-factor',
  'api-access',
  'token-scope',
  'role',
  'scope',
  'tenant',
  'user',
  'region',
  'remembered',
  // What we may see and do.
  'visibility',
  'counterparts',
  'organizations',
  'locations',
  'contacts',
  'assets',
  'audit',
  'writing',
] as const;
export type Check = (typeof CHECKS)[number];
