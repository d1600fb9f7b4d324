/** The questions that make up each system's connection, each with where in that product its answer is found. */
import { l10n } from 'vscode';
import { SYSTEM_TITLES, type SystemName } from '../../engine/model';
import { isLoopback } from '../../settings/origins';
import type { SettingKey } from '../../settings/shape';
import { type Answers, type ChoiceStep, needed, type Step, type TextStep } from '../input/steps';

/** Names of answers are setting keys, but for these two. */
export const SECRET = 'secret';
/** One of the known regions' addresses, or `other`: then the address is typed. */
export const BMS_PLACE = 'bms.place';
const OTHER = 'other';

/** Source: the vendor's list of regional portals. */
const BMS_REGIONS = [
  ['https://bms.kaseya.com', 'Americas'],
  ['https://bmsemea.kaseya.com', 'Europe, Middle East and Africa'],
  ['https://bmsapac.kaseya.com', 'Asia and the Pacific'],
] as const;

type Current = (key: SettingKey) => string;

export interface StepsInput {
  readonly current: Current;
  /** Whether a secret is saved for the origin these answers lead to. */
  readonly hasSecret: (answers: Answers) => Promise<boolean>;
}

export async function stepsOf(
  system: SystemName,
  input: StepsInput,
  answers: Answers,
): Promise<readonly Step[]> {
  return [...STEPS[system](input.current, answers), await secretStep(system, input, answers)];
}

const STEPS: Readonly<Record<SystemName, (current: Current, answers: Answers) => readonly Step[]>> = {
  bms: (current, answers) => [
    placeStep(current),
    ...(answers[BMS_PLACE] === OTHER ? [bmsAddressStep(current)] : []),
    textStep(
      current,
      'bms.tenant',
      l10n.t('Company name: in BMS under My Settings, My Profile, beside the gateway URL'),
    ),
    textStep(
      current,
      'bms.username',
      l10n.t('User name of the API employee: in BMS under HR, Employees (type "API Employee")'),
    ),
  ],
  vsa: (current, answers) => {
    const newer = answers['vsa.authentication'] === 'vsa10';
    return [
      authenticationStep(current),
      addressStep(
        current,
        'vsa.serverUrl',
        newer
          ? l10n.t('Address of your VSA 10 server: what stands in the address bar after signing in')
          : l10n.t('Address of your VSA server: the one at which you log on'),
        newer ? 'https://example.vsax.net' : 'https://vsa.example.com',
      ),
      textStep(
        current,
        'vsa.username',
        newer
          ? l10n.t('Token id: in VSA 10 under Administration, Configuration, API Access, Third-Party Tokens')
          : l10n.t('User name: in VSA under System, User Security, Users'),
      ),
    ];
  },
  itglue: (current) => [regionStep(current), subdomainStep(current)],
};

function textStep(current: Current, key: SettingKey, prompt: string, placeholder = ''): TextStep {
  return { type: 'text', name: key, prompt, placeholder, value: current(key), wrong: needed };
}

function addressStep(current: Current, key: SettingKey, prompt: string, placeholder: string): TextStep {
  // A scheme alone is not wrong yet: the rest is still to be typed.
  const typing = (value: string) => (/^([a-z]+(:\/{0,2})?)?$/i.test(value) ? null : wrongAddress(value));
  return { ...textStep(current, key, prompt, placeholder), wrong: wrongAddress, typing };
}

/** As the settings door judges it, told while the person still types. */
function wrongAddress(value: string): string | null {
  if (value === '') return needed(value);
  const address = /^[a-z]+:\/\//i.test(value) ? value : `https://${value}`;
  if (!URL.canParse(address)) return l10n.t('This is not a web address.');
  const { protocol, username, password } = new URL(address);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(address))) {
    return l10n.t('Only https addresses are allowed.');
  }
  return username || password ? l10n.t('Leave user name and password out of the address.') : null;
}

function placeStep(current: Current): ChoiceStep {
  const now = current('bms.serverUrl');
  const known = BMS_REGIONS.some(([url]) => url === now);
  const other = {
    value: OTHER,
    label: l10n.t('Another address…'),
    detail: l10n.t('On-premises, or a region that is not listed'),
  };
  return {
    type: 'choice',
    name: BMS_PLACE,
    prompt: l10n.t('Where is your BMS? My Settings, My Profile shows its gateway URL'),
    value: known ? now : now === '' ? BMS_REGIONS[0][0] : OTHER,
    choices: [...BMS_REGIONS.map(([value, label]) => ({ value, label, detail: value })), other],
  };
}

function bmsAddressStep(current: Current): TextStep {
  const prompt = l10n.t('Address of your BMS server: the gateway URL under My Settings, My Profile');
  return addressStep(current, 'bms.serverUrl', prompt, 'https://bms.example.com');
}

function authenticationStep(current: Current): ChoiceStep {
  return {
    type: 'choice',
    name: 'vsa.authentication',
    prompt: l10n.t('Which VSA, and how shall MSP Sync sign in?'),
    value: current('vsa.authentication'),
    choices: [
      {
        value: 'token',
        label: l10n.t('VSA 9, access token'),
        detail: l10n.t(
          'Made in VSA under System, User Security, Users, Access Tokens, on the user it is for',
        ),
      },
      {
        value: 'vsa10',
        label: l10n.t('VSA 10 (VSA X), token id and secret'),
        detail: l10n.t('Made in VSA 10 under Administration, Configuration, API Access, Third-Party Tokens'),
      },
      {
        value: 'password',
        label: l10n.t('VSA 9, password'),
        detail: l10n.t(
          'The old way, sent as hashes only; fails where the user has two-factor authentication',
        ),
      },
    ],
  };
}

function regionStep(current: Current): ChoiceStep {
  return {
    type: 'choice',
    name: 'itglue.region',
    prompt: l10n.t('Where is your IT Glue account hosted? Its address ends in one of these'),
    value: current('itglue.region'),
    choices: [
      { value: 'us', label: l10n.t('United States'), detail: 'example.itglue.com' },
      { value: 'eu', label: l10n.t('Europe'), detail: 'example.eu.itglue.com' },
      { value: 'au', label: l10n.t('Australia'), detail: 'example.au.itglue.com' },
    ],
  };
}

function subdomainStep(current: Current): TextStep {
  const wrong = (value: string) =>
    value === '' || /^[a-z0-9][a-z0-9-]*$/i.test(value)
      ? null
      : l10n.t('Only the first part, before the first dot.');
  const prompt = l10n.t('Your subdomain: the first part of your IT Glue address, before .itglue.com');
  return {
    ...textStep(current, 'itglue.subdomain', prompt, 'example'),
    wrong: (value) => needed(value) ?? wrong(value),
    typing: wrong,
  };
}

async function secretStep(
  system: SystemName,
  { hasSecret }: StepsInput,
  answers: Answers,
): Promise<TextStep> {
  const kept = await hasSecret(answers);
  return {
    type: 'text',
    name: SECRET,
    prompt: secretPrompt(system, answers['vsa.authentication'] ?? ''),
    placeholder: kept ? l10n.t('Leave empty to keep the saved one') : '',
    secret: true,
    wrong: (value) => (kept ? null : needed(value)),
  };
}

/** What the secret of a connection is called, and where it is made. */
export function secretPrompt(system: SystemName, authentication: string): string {
  if (system === 'bms') return l10n.t('Password of the API employee');
  if (system === 'itglue')
    return l10n.t('API key: made in IT Glue under Account, Settings, API Keys, by an administrator');
  if (authentication === 'password') return l10n.t('Password');
  if (authentication === 'vsa10') return l10n.t('Token secret: shown once, when the token is made');
  return l10n.t('Access token: shown once, when it is made; its scope must be REST API alone');
}

/** Answers as settings: the region that was chosen is the address. */
export function settingsFrom(answers: Answers): Readonly<Record<string, string>> {
  const { [SECRET]: _secret, [BMS_PLACE]: place, ...settings } = answers;
  return place === undefined || place === OTHER ? settings : { ...settings, 'bms.serverUrl': place };
}

/** The question to go back to when a check found this. */
export function stepFor(system: SystemName, check: string): string {
  if (/^(dns|reachability|tls-|certificate|tls|settings)/.test(check)) {
    return { bms: BMS_PLACE, vsa: 'vsa.serverUrl', itglue: 'itglue.region' }[system];
  }
  return check === 'tenant' && system === 'bms' ? 'bms.tenant' : SECRET;
}

export const titleOf = (system: SystemName): string => l10n.t('Connect {0}', SYSTEM_TITLES[system]);
