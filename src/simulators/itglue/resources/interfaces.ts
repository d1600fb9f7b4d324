/**
 * Configuration interfaces. The primary one and its configuration mirror each other: `primary-ip` and `mac-address`
 * here are `ip-address` and `mac-address` there.
 */
import { flag, ipAddress, macAddress, reference, text } from '../columns';
import type { Resource } from '../resource';
import type { Row, State } from '../state';
import { counts, isLocked } from '../sync';
import type { Values } from '../values';
import { TIMESTAMPS } from './common';

const ADDRESS = ['ip_address', 'mac_address', 'primary'];

export function primaryInterface(configuration: Row, state: State): Row | undefined {
  return state.interfacesOf(configuration).find((row) => row.values.primary === true);
}

function locked(row: Row, changes: Values, state: State): readonly string[] {
  const configuration = state.find('configurations', row.values.configuration_id);
  if (configuration === undefined || !isLocked(configuration, state)) return [];
  if (row.values.primary === true) {
    return ADDRESS.filter((name) => changes[name] !== undefined && counts(row, changes, name, state));
  }
  const replaces = changes.primary === true && primaryInterface(configuration, state) !== undefined;
  return replaces ? ['primary'] : [];
}

/** Writes the primary interface's addresses to its configuration. */
function mirror(row: Row, state: State): void {
  const configuration = state.find('configurations', row.values.configuration_id);
  if (configuration === undefined) return;
  if (row.values.primary === true) {
    for (const other of state.interfacesOf(configuration)) {
      if (other !== row) state.change(other, { primary: false });
    }
  }
  const primary = primaryInterface(configuration, state);
  const moved = state.change(configuration, {
    primary_ip: primary?.values.ip_address ?? null,
    mac_address: primary?.values.mac_address ?? null,
  });
  if (!moved && state.switches.interfaceMovesConfiguration) state.touch(configuration);
}

/** Writes a configuration's addresses to its primary interface, which comes into being where there was none. */
export function mirrorFromConfiguration(configuration: Row, state: State): void {
  const addresses = {
    ip_address: configuration.values.primary_ip ?? null,
    mac_address: configuration.values.mac_address ?? null,
  };
  const primary = primaryInterface(configuration, state);
  if (primary !== undefined) {
    state.change(primary, addresses);
  } else if (addresses.ip_address !== null || addresses.mac_address !== null) {
    const owner = { configuration_id: configuration.id, name: null, primary: true, notes: null };
    state.insert('configuration_interfaces', { ...owner, ...addresses });
  }
}

export function destroyInterface(row: Row, state: State): void {
  const wasPrimary = row.values.primary === true;
  state.remove(row);
  if (wasPrimary) mirror(row, state);
}

export const configurationInterfaces: Resource = {
  collection: 'configuration_interfaces',
  attributes: ['name', 'ip_address', 'mac_address', 'primary', 'notes', ...TIMESTAMPS],
  derived: {},
  columns: [
    reference('configuration_id', 'configurations', { required: true, fixed: true }),
    text('name'),
    ipAddress('ip_address'),
    macAddress('mac_address'),
    flag('primary'),
    text('notes'),
  ],
  defaults: { primary: false },
  sorts: ['created_at', 'updated_at'],
  filters: { id: 'number', ip_address: 'text' },
  locked,
  settle: (row, _changes, state) => mirror(row, state),
  creatable: true,
  updatable: true,
  bulkUpdatable: true,
  nestedOnly: true,
  idInAttributes: true,
};
