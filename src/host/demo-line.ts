/** The one line that `msp-sync simulate` prints when it serves, and which secrets follow from it. Pure. */
import { Failure } from '../engine/failure';
import type { PerSystem, SystemName } from '../engine/model';

export interface DemoSecret {
  readonly system: SystemName;
  readonly origin: string;
  readonly value: string;
}

/** Fails with `internal` when the line is not what it should be. */
export function secretsOf(line: string): readonly DemoSecret[] {
  const told = parsed(line);
  return [
    { system: 'bms', origin: originIn(told, 'bms'), value: textIn(told, 'bms', 'password') },
    { system: 'vsa', origin: originIn(told, 'vsa'), value: textIn(told, 'vsa', 'token') },
    { system: 'itglue', origin: originIn(told, 'itglue'), value: textIn(told, 'itglue', 'apiKey') },
  ];
}

/** Whether the settings lead to these very tenants, and not to former ones. */
export function leadTo(addressOf: PerSystem<string>, secrets: readonly DemoSecret[]): boolean {
  return secrets.every(({ system, origin }) => {
    const address = addressOf[system] ?? '';
    return URL.canParse(address) && new URL(address).origin === origin;
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Failure('internal', 'The demo tenants did not say how to reach them.', { cause });
  }
}

function textIn(told: unknown, system: SystemName, name: string): string {
  const part = property(told, system);
  const value = property(part, name);
  if (typeof value === 'string' && value !== '') return value;
  throw new Failure('internal', `The demo tenants did not tell ${system}.${name}.`);
}

const originIn = (told: unknown, system: SystemName): string => new URL(textIn(told, system, 'url')).origin;

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
