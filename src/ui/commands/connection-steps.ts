/** The questions that make up each system's connection. */
import { l10n } from 'vscode';
import type { SystemName } from '../../engine/model';
import { isLoopback } from '../../settings/origins';
import type { SettingKey } from '../../settings/shape';
import { type Answers, type ChoiceStep, needed, type Step, type TextStep } from '../input/steps';

/** Names of answers are setting keys, but for the secret. */
export const SECRET = 'secret';

type Current = (key: SettingKey) => string;

export interface StepsInput {
  readonly current: Current;
  /** Whether a secret is saved for the origin these answers lead to. */
  readonly hasSecret: (answers: Answers) => boolean;
}

export function stepsOf(system: SystemName, input: StepsInput, answers: Answers): readonly Step[] {
  const secret = secretStep(system, input, answers);
  if (system === 'bms') {
    return [
      addressStep(
        input.current,
        'bms.serverUrl',
        l10n.t('Address of your BMS server'),
        'https://bms.kaseya.com',
      ),
      textStep(input.current, 'bms.tenant', l10n.t('Company name, as on the BMS sign-in page')),
      textStep(input.current, 'bms.username', l10n.t('User name of the API employee')),
      secret,
    ];
  }
  if (system === 'vsa') {
    return [
      addressStep(
        input.current,
        'vsa.serverUrl',
        l10n.t('Address of your VSA server'),
        'https://vsa.example.com',
      ),
      textStep(input.current, 'vsa.username', l10n.t('User name of the VSA administrator')),
      authenticationStep(input.current),
      secret,
    ];
  }
  return [
    regionStep(input.current),
    textStep(
      input.current,
      'itglue.subdomain',
      l10n.t('Your subdomain: the part before .itglue.com'),
      'example',
    ),
    secret,
  ];
}

function textStep(current: Current, key: SettingKey, prompt: string, placeholder = ''): TextStep {
  return { type: 'text', name: key, prompt, placeholder, value: current(key), wrong: needed };
}

function addressStep(current: Current, key: SettingKey, prompt: string, placeholder: string): TextStep {
  return { ...textStep(current, key, prompt, placeholder), wrong: wrongAddress };
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

function authenticationStep(current: Current): ChoiceStep {
  return {
    type: 'choice',
    name: 'vsa.authentication',
    prompt: l10n.t('How shall MSP Sync sign in to VSA?'),
    value: current('vsa.authentication'),
    choices: [
      {
        value: 'token',
        label: l10n.t('Access token'),
        detail: l10n.t('Made in VSA under System, User Security, Users, Access Tokens'),
      },
      {
        value: 'password',
        label: l10n.t('Password'),
        detail: l10n.t('Fails where the user has two-factor authentication'),
      },
    ],
  };
}

function regionStep(current: Current): ChoiceStep {
  return {
    type: 'choice',
    name: 'itglue.region',
    prompt: l10n.t('Where is your IT Glue account hosted?'),
    value: current('itglue.region'),
    choices: [
      { value: 'us', label: l10n.t('United States'), detail: 'api.itglue.com' },
      { value: 'eu', label: l10n.t('Europe'), detail: 'api.eu.itglue.com' },
      { value: 'au', label: l10n.t('Australia'), detail: 'api.au.itglue.com' },
    ],
  };
}

function secretStep(system: SystemName, { hasSecret }: StepsInput, answers: Answers): TextStep {
  const prompts: Readonly<Record<SystemName, string>> = {
    bms: l10n.t('Password of the API employee'),
    vsa: answers['vsa.authentication'] === 'password' ? l10n.t('Password') : l10n.t('Access token'),
    itglue: l10n.t('API key, made in IT Glue under Account, Settings, API Keys'),
  };
  const kept = hasSecret(answers);
  return {
    type: 'text',
    name: SECRET,
    prompt: prompts[system],
    placeholder: kept ? l10n.t('Leave empty to keep the saved one') : '',
    secret: true,
    wrong: (value) => (kept ? null : needed(value)),
  };
}
