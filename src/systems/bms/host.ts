/** From the address a person knows, the portal's, to the API's. */
import { Failure } from '../../engine/failure';
import { isLoopbackHost } from '../../engine/normalize/loopback';

export interface BmsHosts {
  /** Base address of API v2, without a trailing slash. */
  readonly api: string;
  /** Base address of the portal, for links. */
  readonly portal: string;
}

/**
 * The API's host is the portal's with `api.` in front. An address that is already such a host, a loopback or IP
 * address, or one with a path of its own, is taken as the API's own: on-premises servers and proxies are reached so.
 */
export function bmsHosts(serverUrl: string): BmsHosts {
  const typed = serverUrl.trim();
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (typed === '' || !URL.canParse(text)) {
    throw new Failure('settings', `"${serverUrl}" is not the address of a Kaseya BMS server.`, {
      system: 'bms',
      remedy: 'Enter the address of your portal, such as https://bms.kaseya.com.',
    });
  }
  const url = new URL(text);
  const path = url.pathname.replace(/\/+$/, '');
  const bare = /^\[|^\d+(\.\d+){3}$/.test(url.hostname);
  const own = path !== '' || bare || isLoopbackHost(url.hostname) || url.hostname.startsWith('api.');
  const at = (host: string): string => `${url.protocol}//${host}`;
  return {
    api: `${at(own ? url.host : `api.${url.host}`)}${path}`,
    portal: at(url.host.replace(/^api\./, '')),
  };
}

/** Portals of the vendor's regions. Source: Kaseya BMS API v2 reference, Hosts. */
const REGIONS: Readonly<Record<string, string>> = {
  'bms.kaseya.com': 'United States',
  'bmsemea.kaseya.com': 'Europe, Middle East and Africa',
  'bmsapac.kaseya.com': 'Asia and Pacific',
};

/** Which region's server a host is, and which other regions there are; blank for other servers. */
export function regionWords(host: string): string {
  const portal = host.replace(/^api\./, '').toLowerCase();
  const region = REGIONS[portal];
  if (region === undefined) return '';
  const others = Object.entries(REGIONS)
    .filter(([name]) => name !== portal)
    .map(([name, title]) => `${name} (${title})`);
  return ` This is the server of ${region}; the others are ${others.join(' and ')}.`;
}
