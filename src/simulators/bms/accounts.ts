/** CRM accounts (BMS API v2: Accounts). There is no DELETE: an account ends with `isActive=false`. */
import * as z from 'zod';
import { bind, dto, flag, instant, int, number, requiredId, requiredText, text } from './bind';
import type { ListName } from './catalog';
import { invalid, one, type Reply, summary } from './envelope';
import { locationInput, locationRow, newLocations } from './locations';
import { patched } from './patch';
import type { ListRow } from './query';
import type { Call, Route } from './route';
import { inScope, visibleAccount } from './scope';
import type { Account, AccountInput, State } from './state';

const inputShape = (activeOtherwise: boolean) => ({
  parentId: int(),
  accountCode: text(),
  accountTypeId: requiredId(),
  accountName: requiredText(),
  description: text(),
  website: text(),
  businessTypeId: requiredId(),
  serviceTypeId: int(),
  currencyId: int(),
  salesTaxItemId: int(),
  classId: int(),
  accountManagerId: requiredId(),
  isActive: flag(activeOtherwise),
  acquiredDate: instant(),
  creditLimit: number(),
  netDays: number(),
  routeInvoiceToParent: flag(false),
});
const postInput = dto({ ...inputShape(true), locations: z.array(locationInput) });
/** What a replacing write does not name is cleared, and so is the active flag. */
const putShape = inputShape(false);
const putInput = dto(putShape);

function accountRow(state: State, account: Account): ListRow {
  const { routeInvoiceToParent: _, ...shown } = account;
  const { catalog } = state;
  return {
    ...shown,
    accountType: catalog.accountTypes.find((type) => type.id === account.accountTypeId)?.name ?? null,
    businessType: catalog.name('businessType', account.businessTypeId),
    serviceType: catalog.name('serviceType', account.serviceTypeId),
    accountManagerUserName:
      state.employees.find(({ id }) => id === account.accountManagerId)?.username ?? null,
    currencyName: catalog.name('currency', account.currencyId),
    salesTaxItemName: catalog.name('salesTaxItem', account.salesTaxItemId),
    className: catalog.name('class', account.classId),
    tenantName: state.tenant,
    locations: state.locationsOf(account.id).map((location) => locationRow(state, location)),
  };
}

function checkReferences(call: Call, input: AccountInput, self: number | null): void {
  const { accounts, catalog, employees } = call.state;
  if (input.parentId !== null && (input.parentId === self || accounts.get(input.parentId) === undefined)) {
    throw invalid('ParentId', 'The parent account does not exist.');
  }
  if (!catalog.accountTypes.some((type) => type.id === input.accountTypeId)) {
    throw invalid('AccountTypeId', 'The account type does not exist.');
  }
  if (!employees.some((employee) => employee.id === input.accountManagerId)) {
    throw invalid('AccountManagerId', 'The account manager does not exist.');
  }
  const lists: readonly (readonly [ListName, number | null, string])[] = [
    ['businessType', input.businessTypeId, 'BusinessTypeId'],
    ['serviceType', input.serviceTypeId, 'ServiceTypeId'],
    ['currency', input.currencyId, 'CurrencyId'],
    ['salesTaxItem', input.salesTaxItemId, 'SalesTaxItemId'],
    ['class', input.classId, 'ClassId'],
  ];
  for (const [list, id, field] of lists) {
    if (id !== null && !catalog.has(list, id)) throw invalid(field, `${field} ${id} does not exist.`);
  }
}

function replace(call: Call, account: Account, input: AccountInput): ListRow {
  checkReferences(call, input, account.id);
  const { state, user } = call;
  return accountRow(state, state.accounts.put({ ...account, ...input, ...state.modified(account, user) }));
}

async function create(call: Call): Promise<ListRow> {
  const { locations, ...input } = bind(postInput, await call.json());
  checkReferences(call, input, null);
  const { state, user } = call;
  const created = state.created(user);
  const account: Account = { ...input, ...created, id: state.ids.account.next(), isBilling: false };
  for (const location of newLocations(state, account.id, locations, created)) state.addLocation(location);
  return accountRow(state, state.accounts.put(account));
}

function listed(call: Call, account: Account): boolean {
  const { query, state } = call;
  return (
    inScope(call, account.id) &&
    query.activity(account.isActive) &&
    query.matches('Filter.AccountName', account.accountName) &&
    query.matches('Filter.AccountCode', account.accountCode) &&
    query.equals('Filter.AccountTypeId', account.accountTypeId) &&
    query.matches(
      'Filter.AccountTypeName',
      state.catalog.accountTypes.find((type) => type.id === account.accountTypeId)?.name ?? null,
    ) &&
    query.within('Filter.CreatedOn', account.createdOn) &&
    query.within('Filter.ModifiedOn', account.modifiedOn)
  );
}

function lookup(call: Call): Reply {
  const { query, state, switches } = call;
  const scoped = switches.lookupKeepsScope || query.flag('Filter.WithSecurityScope') === true;
  const withInactive = query.flag('Filter.WithInactiveAccounts') === true;
  const found = state.accounts
    .all()
    .filter(
      (account) =>
        (!scoped || inScope(call, account.id)) &&
        (withInactive || account.isActive) &&
        query.oneOf('Filter.Ids', account.id) &&
        query.matches('Filter.Name', account.accountName),
    );
  return query.lookup(found, ({ id, accountName, isActive }) => {
    return { id, name: accountName, tenantName: state.tenant, isActive };
  });
}

const module = 'accounts';
export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/v2/crm/accounts/summary',
    module,
    handle: (call) => {
      const rows = call.state.accounts.all().filter((account) => listed(call, account));
      return call.query.page(rows, (account) => accountRow(call.state, account));
    },
  },
  {
    method: 'GET',
    template: '/v2/crm/accounts/summary/{id}',
    module,
    handle: (call) => summary(accountRow(call.state, visibleAccount(call, call.id('id')))),
  },
  {
    method: 'GET',
    template: '/v2/crm/accounts/lookup',
    module,
    handle: lookup,
  },
  {
    method: 'POST',
    template: '/v2/crm/accounts',
    module,
    handle: async (call) => one(await create(call)),
  },
  {
    method: 'PUT',
    template: '/v2/crm/accounts/{id}',
    module,
    handle: async (call) => {
      const account = visibleAccount(call, call.id('id'));
      return one(replace(call, account, bind(putInput, await call.json())));
    },
  },
  {
    method: 'PATCH',
    template: '/v2/crm/accounts/{id}',
    module,
    handle: async (call) => {
      const account = visibleAccount(call, call.id('id'));
      return one(replace(call, account, bind(putInput, patched(putShape, account, await call.json()))));
    },
  },
  {
    method: 'GET',
    template: '/v2/crm/accounts/{accountId}/alerts/{accountAlertType}',
    module,
    handle: (call) => {
      const { id } = visibleAccount(call, call.id('accountId'));
      const type = call.id('accountAlertType');
      if (type < 0 || type > 2) throw invalid('accountAlertType', `The value '${type}' is not valid.`);
      return one({ id, details: [] });
    },
  },
];
