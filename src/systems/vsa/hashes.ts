import { createHash } from 'node:crypto';

const hex = (algorithm: 'sha1' | 'sha256', text: string): string =>
  createHash(algorithm).update(text, 'utf8').digest('hex');

export interface CoveredHashes {
  readonly pass2: string;
  readonly pass1: string;
  readonly rpass2: string;
  readonly rpass1: string;
}

/**
 * The password as VSA's log-on wants to see it: SHA-256 and SHA-1 (accounts older than VSA 6.2 are stored as SHA-1),
 * each over password and user name and again over that and a random number, all lower-case hex.
 * Source: VSA REST API reference, Authentication.
 */
export function coveredHashes(username: string, password: string, random: string): CoveredHashes {
  return {
    pass2: hex('sha256', hex('sha256', password + username) + random),
    pass1: hex('sha1', hex('sha1', password + username) + random),
    rpass2: hex('sha256', password),
    rpass1: hex('sha1', password),
  };
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Value of the `Authorization` header of `GET /auth` for a personal access token. */
export function tokenLogOn(username: string, token: string): string {
  return `Basic ${base64(`${username}:${token}`)}`;
}

/** Value of the `Authorization` header of `GET /auth` for a password. `random` is decimal text. */
export function passwordLogOn(username: string, password: string, random: string): string {
  const { pass2, pass1, rpass2, rpass1 } = coveredHashes(username, password, random);
  return `Basic ${base64(
    `user=${username},pass2=${pass2},pass1=${pass1},rpass2=${rpass2},rpass1=${rpass1},rand2=${random}`,
  )}`;
}
