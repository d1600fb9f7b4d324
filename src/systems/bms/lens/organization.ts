/** An account and the canonical organization. */
import type { Fields } from '../../../engine/model';
import type { WireAccount } from '../wire';
import { addressFields, mainAddress, mainLocation } from './location';
import {
  choiceIn,
  flagIn,
  idIn,
  idText,
  type Lens,
  realChanges,
  refuse,
  requiredText,
  textIn,
  textOf,
} from './values';

export const organizationLens: Lens<WireAccount> = {
  get: (account) => ({
    name: textOf(account.accountName),
    shortName: textOf(account.accountCode),
    parent: idText(account.parentId),
    type: textOf(account.accountType),
    active: account.isActive !== false,
    website: textOf(account.website),
    notes: textOf(account.description),
  }),
  put(account, wanted, names) {
    const changes = realChanges(organizationLens.get(account), wanted);
    const next = { ...account };
    if ('name' in changes) next.accountName = requiredText(changes.name, 'Name');
    if ('shortName' in changes) next.accountCode = textIn(changes.shortName);
    if ('parent' in changes) next.parentId = idIn(changes.parent);
    if ('website' in changes) next.website = textIn(changes.website);
    if ('notes' in changes) next.description = textIn(changes.notes);
    if ('active' in changes) next.isActive = flagIn(changes.active);
    if ('type' in changes) {
      const type = choiceIn('accountType', changes.type, names);
      if (type.id === null) refuse('An account in Kaseya BMS cannot be without a type.', 'Choose a type.');
      next.accountTypeId = type.id;
      next.accountType = type.name;
    }
    return next;
  },
};

/** The main location's address and telephone: it tells accounts apart, but is the location's to merge. */
export function organizationHints(account: WireAccount): Fields {
  const main = mainLocation(account);
  const address = main && mainAddress(main);
  return { ...addressFields(address), phone: textOf(address?.phone) };
}
