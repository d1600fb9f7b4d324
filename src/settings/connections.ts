/** The part of the settings that says where each system is and as whom to go there. */
import { Failure } from '../engine/failure';
import type { SystemName } from '../engine/model';
import { isLoopbackHost } from '../engine/normalize/loopback';
import type { ITGLUE_REGIONS, SettingKey, Values, VSA_AUTHENTICATIONS } from './shape';

interface Pinned {
  /** PEM text, or the path of a PEM file, of the only authority to trust instead of those this computer knows. */
  readonly certificateAuthority?: string;
}

export interface BmsConnection extends Pinned {
  readonly serverUrl: string;
  readonly tenant: string;
  readonly username: string;
}

export interface VsaConnection extends Pinned {
  readonly serverUrl: string;
  readonly username: string;
  readonly authentication: (typeof VSA_AUTHENTICATIONS)[number];
}

export interface ItGlueConnection extends Pinned {
  readonly subdomain: string;
  readonly region: (typeof ITGLUE_REGIONS)[number];
  readonly apiUrl: string;
}

/** Connections that are configured, without their secrets; a system whose settings are all blank is absent. */
export interface Connections {
  readonly bms?: BmsConnection;
  readonly vsa?: VsaConnection;
  readonly itglue?: ItGlueConnection;
}

export function connectionsOf(values: Values): Connections {
  const bms = {
    serverUrl: urlOf('bms.serverUrl', values['bms.serverUrl']),
    tenant: values['bms.tenant'],
    username: values['bms.username'],
    ...pinned(values['bms.certificateAuthority']),
  };
  const vsa = {
    serverUrl: urlOf('vsa.serverUrl', values['vsa.serverUrl']),
    username: values['vsa.username'],
    authentication: values['vsa.authentication'],
    ...pinned(values['vsa.certificateAuthority']),
  };
  const itglue = {
    subdomain: values['itglue.subdomain'],
    region: values['itglue.region'],
    apiUrl: urlOf('itglue.apiUrl', values['itglue.apiUrl']),
    ...pinned(values['itglue.certificateAuthority']),
  };
  return {
    ...(bms.serverUrl ? { bms: complete('bms', bms) } : {}),
    ...(vsa.serverUrl ? { vsa: complete('vsa', vsa) } : {}),
    ...(itglue.subdomain ? { itglue } : {}),
  };
}

const pinned = (authority: string): Pinned => (authority === '' ? {} : { certificateAuthority: authority });

/** A connection with an address needs the rest too. */
function complete<T extends object>(system: SystemName, connection: T): T {
  for (const [name, value] of Object.entries(connection)) {
    if (value !== '') continue;
    throw new Failure('settings', `The setting mspSync.${system}.${name} is empty.`, {
      remedy: `Fill in mspSync.${system}.${name}, or run "MSP Sync: Configure Connection".`,
    });
  }
  return connection;
}

/** An address with its origin in lower case and without a trailing slash; https only, except on this machine. */
function urlOf(key: SettingKey, address: string): string {
  if (address === '') return '';
  const withScheme = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(withScheme)) throw badUrl(key, `"${address}" is not a web address`);
  const url = new URL(withScheme);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!safe) throw badUrl(key, 'only https addresses are allowed');
  if (url.username || url.password) throw badUrl(key, 'it must not hold a user name or a password');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

const badUrl = (key: SettingKey, why: string): Failure =>
  new Failure('settings', `The setting mspSync.${key} is not valid: ${why}.`, {
    remedy: `Write mspSync.${key} as https://host, as it stands in the browser's address bar.`,
  });
