/** Domains and e-mail addresses. Mail providers' domains identify no organization. */
import { getDomain } from 'tldts';
import { caseless } from './text';

const FREE = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com aol.com icloud.com ' +
    'me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de ' +
    'mail.com mail.ru yandex.ru yandex.com zoho.com fastmail.com hey.com tutanota.com comcast.net verizon.net att.net ' +
    'sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com optonline.net frontier.com windstream.net ' +
    'shaw.ca rogers.com sympatico.ca telus.net bell.net videotron.ca btinternet.com btopenworld.com sky.com virginmedia.com ' +
    'talktalk.net ntlworld.com blueyonder.co.uk tiscali.co.uk orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr ' +
    'libero.it virgilio.it tin.it alice.it telefonica.net terra.es bigpond.com bigpond.net.au optusnet.com.au iinet.net.au ' +
    'xtra.co.nz ziggo.nl kpnmail.nl hetnet.nl planet.nl telenet.be skynet.be bluewin.ch telia.com qq.com 163.com 126.com ' +
    'sina.com naver.com hanmail.net rediffmail.com uol.com.br bol.com.br seznam.cz wp.pl o2.pl onet.pl interia.pl abv.bg'
  ).split(' '),
);

/** Sites where many businesses have a page: the address says nothing about whose it is. */
const SHARED_SITES = new Set(
  (
    'facebook.com instagram.com linkedin.com twitter.com x.com youtube.com tiktok.com yelp.com google.com business.site ' +
    'wixsite.com wix.com weebly.com squarespace.com wordpress.com blogspot.com godaddysites.com sites.google.com linktr.ee ' +
    'tripadvisor.com opentable.com example.com'
  )
    .split(' ')
    .filter((site) => site !== 'example.com'),
);

/** Registrable domain of a web address or mail domain that can identify an organization; else ''. */
export function organizationDomain(raw: string): string {
  const text = raw.trim();
  if (text === '') return '';
  const brand = /^(?:(?:yahoo|hotmail|live|outlook|msn)\.[a-z.]{2,6})$/;
  const domain = (getDomain(text.slice(text.lastIndexOf('@') + 1)) ?? '').toLowerCase();
  return FREE.has(domain) || SHARED_SITES.has(domain) || brand.test(domain) ? '' : domain;
}

/** Mailboxes that stand for an office and not for a person. */
const ROLE = new Set(
  (
    'info office admin administrator contact hello mail email sales support service services help helpdesk it accounting ' +
    'accounts billing invoice invoices ap ar hr jobs careers reception frontdesk team webmaster postmaster noreply no-reply ' +
    'kontakt buchhaltung verwaltung empfang rechnung bewerbung accueil compta contacto ventas marketing orders press scan scanner'
  ).split(' '),
);

export function emailForm(raw: string): string {
  const text = caseless(raw)
    .replace(/^mailto:\s*/, '')
    .replace(/^.*<([^<>@\s]+@[^<>\s]+)>$/, '$1');
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? text : '';
}

export function isRoleMailbox(email: string): boolean {
  return ROLE.has(email.slice(0, email.indexOf('@')));
}
