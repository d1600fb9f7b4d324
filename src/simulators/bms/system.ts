/** Who is signed in, and what the tenant is (BMS API v2: Security, System). */
import { invalid, list, one } from './envelope';
import type { Call, Route } from './route';

/** Modules of the role's access rights, by the menu ids that this tenant has for them. */
const MENUS = { accounts: 3, contacts: 3, assets: 6 } as const;
const LISTINGS = { accounts: 31, contacts: 32, assets: 63 } as const;

function accessRights(call: Call) {
  const modules = ['accounts', 'contacts', 'assets'] as const;
  return modules.map((module) => {
    const right = call.switches.rights[module];
    return {
      canView: right !== 'none',
      canModify: right === 'modify' || right === 'delete',
      canDelete: right === 'delete',
      mainMenuId: MENUS[module],
      menuCategoryId: 1,
      listingIDEnum: LISTINGS[module],
    };
  });
}

function userInfo(call: Call) {
  const { state, user } = call;
  return one({
    userId: user,
    fullName: state.employeeName(user),
    emailAddress: state.employees.find((employee) => employee.id === user)?.emailAddress ?? null,
    timeStamp: state.now(),
    timeZoneValue: -5,
    timeZoneName: 'Eastern Standard Time',
    olsonTimeZoneName: 'America/New_York',
    dateFormat: 'MM/dd/yyyy',
    timeFormat: 'hh:mm tt',
    timeFormatWithSeconds: 'hh:mm:ss tt',
    tenantId: state.tenantId,
    accountId: null,
    locationId: null,
    contactId: null,
    businessName: state.tenant,
    userAccessRights: accessRights(call),
    specialFeatures: call.switches.apiAccess ? [{ id: 41 }] : [],
    viewsMenus: [],
    queuesMenus: [],
    currencyCode: 'USD',
    cultureCode: 'en-US',
    filesVersionNumber: null,
    newTicketingUI: true,
    isUserSystemAdmin: false,
    productName: 'Kaseya BMS',
    pictureUrl: null,
    openIdRealmId: null,
  });
}

const settings = (call: Call) =>
  one({
    defaultPageSize: call.switches.defaultPageSize,
    workforcePlannerDefaultPageSize: 25,
    defaultSideBarPageSize: 10,
    customFieldsMaxShownItems: 10,
    defaultAttachmentTicketsPageSize: 10,
    maximumAttachmentFileSizeinMb: 30,
    dashboardWidgetTimeout: 60,
    dashboardWidgetMaxColumns: 4,
    dashboardWidgetMinColumns: 1,
    dashboardTicketByIssueTypeWidgetMaxColumns: 4,
    dashboardWidgetPageSize: 10,
    brandName: 'Kaseya',
    productName: 'Kaseya BMS',
    fullCalendarLicenseKey: null,
    addOpportunityUrl: null,
    addActivityUrl: null,
    pendingQuotationsUrl: null,
    amountDueUrl: null,
    amountSentUrl: null,
    externalLinks: {},
    featureFlags: {},
  });

export const systemRoutes: readonly Route[] = [
  { method: 'GET', template: '/v2/security/userinfo', handle: userInfo },
  {
    method: 'GET',
    template: '/v2/security/ssostatus',
    handle: (call) => {
      if (call.query.text('Tenant') === undefined) throw invalid('Tenant', 'The Tenant field is required.');
      return one({ enabled: false, loginEndpointUrl: null });
    },
  },
  { method: 'GET', template: '/v2/system/settings', handle: settings },
  // The provider's own offices, not its clients' locations.
  {
    method: 'GET',
    template: '/v2/system/locations/lookup',
    handle: () => list([{ id: 1_204, name: 'Head Office', isMain: true }]),
  },
];
