import { Failure } from '../engine/failure';
import { type FieldName, fieldSpec, isFieldName } from '../engine/fields';
import { type Fields, type Kind, SYSTEM_TITLES, type SystemName } from '../engine/model';
import type { KindAbility } from '../engine/ports';

function reasonAgainst(ability: KindAbility, field: FieldName, action: 'create' | 'update'): string | null {
  const can = ability.fields[field];
  if (!can) return 'the system does not hold it';
  if (can.write === 'never' || (can.write === 'create' && action === 'update'))
    return can.reason ?? 'it is read-only';
  return null;
}

/** Fails with `unsupported` for a write that the abilities rule out: whoever planned it did not ask them. */
export function assertWritable(
  system: SystemName,
  kind: Kind,
  ability: KindAbility,
  values: Fields,
  action: 'create' | 'update',
): void {
  const refuse = (what: string, reason: string): never => {
    throw new Failure('unsupported', `${SYSTEM_TITLES[system]} cannot take ${what}: ${reason}`, {
      system,
      remedy: 'Make the change there by hand, or let this system be the authority for it.',
    });
  };
  if (!ability.read) refuse(`a ${kind}`, 'it has none.');
  if (action === 'create' && ability.create !== true) refuse(`a new ${kind}`, ability.create.reason);
  for (const field of Object.keys(values)) {
    if (!isFieldName(field) || values[field] === undefined) continue;
    const reason = reasonAgainst(ability, field, action);
    if (reason !== null) refuse(`${fieldSpec(kind, field)?.label ?? field} of a ${kind}`, reason);
  }
}
