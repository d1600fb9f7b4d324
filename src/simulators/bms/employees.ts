/** The provider's own people, as far as records refer to them. */
import type { Employee } from './state';

/** The user that the simulator's credentials belong to: an API Employee. */
export const API_USER = 30_218;
/** The account under which the RMM integration writes; nobody can be assigned to it. */
export const RMM_USER = 30_202;
export const EMPLOYEES: readonly Employee[] = [
  {
    id: RMM_USER,
    firstName: 'RMM',
    lastName: 'Integration',
    username: 'rmmintegration',
    emailAddress: 'rmm@msp.example',
    jobTitle: 'Integration',
    isActive: false,
  },
  {
    id: 30_211,
    firstName: 'Dana',
    lastName: 'Whitfield',
    username: 'dwhitfield',
    emailAddress: 'dana.whitfield@msp.example',
    jobTitle: 'Service Manager',
    isActive: true,
  },
  {
    id: 30_214,
    firstName: 'Marcus',
    lastName: 'Oyelaran',
    username: 'moyelaran',
    emailAddress: 'marcus.oyelaran@msp.example',
    jobTitle: 'Account Manager',
    isActive: true,
  },
  {
    id: API_USER,
    firstName: 'MSP',
    lastName: 'Sync',
    username: 'mspsync',
    emailAddress: 'integrations@msp.example',
    jobTitle: 'API Employee',
    isActive: true,
  },
];
