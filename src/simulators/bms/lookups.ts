/** The tenant's lists, people and custom fields (BMS API v2: System, HR). */
import { bind, dto, flag, int, requiredText, text } from './bind';
import type { Entry } from './catalog';
import { invalid, list, notFound, one, paged, type Reply } from './envelope';
import type { Call, Route } from './route';
import type { Employee } from './state';

const entryInput = dto({ name: requiredText(), description: text(), isActive: flag(true) });

const entryRow = ({ id, name, isDefault, isActive }: Entry) => ({ id, name, isDefault, isActive });
const fullName = (employee: Employee): string => `${employee.firstName} ${employee.lastName}`;

/** Both look-up routes serve every list: which of the two serves which is not public. */
function entries(call: Call): readonly Entry[] {
  const found = call.state.catalog.find(call.param('tableName'));
  if (found === undefined) throw notFound('Lookup table');
  return found;
}

const table = (call: Call): Reply => list(entries(call).map(entryRow));

async function addEntry(call: Call): Promise<Reply> {
  const { catalog } = call.state;
  const name = call.param('tableName');
  entries(call);
  if (catalog.isSystem(name)) throw invalid('tableName', 'A system list cannot be changed.');
  const input = bind(entryInput, await call.json());
  catalog.add(name, input.name, input.isActive);
  return table(call);
}

const employees = (call: Call): Employee[] =>
  call.state.employees.filter(
    (employee) =>
      employee.isActive &&
      call.query.oneOf('Filter.Ids', employee.id) &&
      call.query.matches('Filter.Name', fullName(employee)),
  );

function searchEmployees(call: Call): Reply {
  const { query, state } = call;
  const found = state.employees.filter(
    (employee) =>
      query.activity(employee.isActive) &&
      query.oneOf('Filter.Ids', employee.id) &&
      query.matches('Filter.Filter_Text', fullName(employee)),
  );
  return query.page(found, (employee) => ({ ...employee }));
}

const STATUSES = [
  { id: 201, name: 'New', color: '#2e7d32', typeId: 1 },
  { id: 202, name: 'In Progress', color: '#1565c0', typeId: 2 },
  { id: 203, name: 'Waiting Customer', color: '#ef6c00', typeId: 2 },
  { id: 204, name: 'Completed', color: '#616161', typeId: 3 },
] as const;
const PRIORITIES = [
  { id: 301, name: 'Low', color: '#2e7d32', isDefault: false },
  { id: 302, name: 'Medium', color: '#ef6c00', isDefault: true },
  { id: 303, name: 'High', color: '#c62828', isDefault: false },
] as const;
const QUEUES = [
  { id: 401, name: 'Service Desk', isActive: true },
  { id: 402, name: 'RMM Alerts', isActive: true },
] as const;

export const lookupRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/v2/system/accounttypes/lookup',
    handle: (call) =>
      list(
        call.state.catalog.accountTypes.map(({ id, name, isActive, isClient, isVendor }) => {
          return { id, name, isActive, isClient, isVendor };
        }),
      ),
  },
  { method: 'GET', template: '/v2/system/lookup/{tableName}', handle: table },
  { method: 'GET', template: '/v2/system/tenantlookup/{tableName}', handle: table },
  { method: 'POST', template: '/v2/system/tenantlookup/{tableName}', handle: addEntry },
  {
    method: 'GET',
    template: '/v2/system/statuses/lookup',
    handle: () =>
      list(
        STATUSES.map((status, at) => {
          return {
            ...status,
            fontColor: '#ffffff',
            statusOrder: at + 1,
            isSystemStatus: 1,
            slaEventId: null,
            isActive: true,
          };
        }),
      ),
  },
  { method: 'GET', template: '/v2/system/priorities/lookup', handle: () => list(PRIORITIES) },
  { method: 'GET', template: '/v2/system/queues/lookup', handle: () => list(QUEUES) },
  {
    method: 'GET',
    template: '/v2/hr/employees/lookup',
    handle: (call) =>
      call.query.lookup(employees(call), (employee) => ({ id: employee.id, name: fullName(employee) })),
  },
  { method: 'GET', template: '/v2/hr/employees/searchselect', handle: searchEmployees },
  {
    method: 'GET',
    template: '/v2/hr/assignees/lookup',
    handle: (call) =>
      call.query.lookup(employees(call), (employee) => ({
        id: employee.id,
        name: fullName(employee),
        url: null,
        emailAddress: employee.emailAddress,
        jobTitle: employee.jobTitle,
        pictureName: null,
        pictureURL: null,
      })),
  },
  { method: 'GET', template: '/v2/system/slas/lookup', handle: () => list([]) },
  { method: 'GET', template: '/v2/system/worktypes/lookup', handle: () => list([]) },
  { method: 'GET', template: '/v2/system/issuetypes/lookup', handle: () => list([]) },
  { method: 'GET', template: '/v2/finance/contracts/lookup', handle: () => list([]) },
  // Nor has it tickets.
  { method: 'GET', template: '/v2/servicedesk/tickets', handle: () => paged([], 0) },
  { method: 'POST', template: '/v2/servicedesk/tickets/search', handle: searchTickets },
  { method: 'GET', template: '/v2/servicedesk/tickets/count', handle: () => one({ count: 0 }) },
  // The simulated tenant has no custom fields.
  { method: 'GET', template: '/v2/system/customFields/{moduleId}', handle: empty('moduleId') },
  {
    method: 'GET',
    template: '/v2/system/customFields/{moduleId}/{objectId}',
    handle: empty('moduleId', 'objectId'),
  },
];

async function searchTickets(call: Call): Promise<Reply> {
  bind(dto({ pageSize: int(), pageNumber: int() }), await call.json());
  return paged([], 0);
}

/** An empty list, for a path whose ids are numbers. */
function empty(...ids: readonly string[]) {
  return (call: Call): Reply => {
    for (const name of ids) call.id(name);
    return list([]);
  };
}
