/** Kaseya VSA 9 as a simulated server: its REST API under `/api/v1.0`, over the fleet's VSA view. */
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { switchboard } from '../control/switchboard';
import type { Fleet, ViewMachine } from '../fleet/model';
import type { Clock, Simulator } from '../simulator';
import { aboutRoutes, openRoutes } from './about';
import { agentRoutes } from './agents';
import { assetRoutes } from './assets';
import { auditRoutes } from './audit';
import { type Account, Sessions, type VsaCredentials } from './auth';
import { departmentRoutes } from './departments';
import { Answers, faultOf, VsaError } from './envelope';
import { MinuteLimit } from './limit';
import { machineGroupRoutes } from './machine-groups';
import { orgRoutes } from './orgs';
import { seeded } from './seed';
import { type VsaEnv, VsaServer } from './server';
import { guard, logOnRoutes, sessionRoutes } from './sessions';
import { staffRoutes } from './staff';
import { DEFAULT_SWITCHES, type VsaSwitches, vsaSwitchesShape } from './switches';
import { routesOf, templatesOf } from './template';
import { userOf, userRoutes } from './users';

const BASE = '/api/v1.0';
const FIRST_USER_ID = 64975473;

export interface VsaSimulatorOptions {
  readonly fleet: Fleet;
  readonly clock: Clock;
  /** Which server of many this is; each owner has a number of its own. */
  readonly seed?: number;
  readonly switches?: Partial<VsaSwitches>;
  /** What is not given is made up: password and access token anew at each start. */
  readonly credentials?: Partial<VsaCredentials>;
}

export interface VsaSimulator extends Simulator {
  readonly product: 'vsa';
  readonly credentials: VsaCredentials;
  /** May be changed while the server runs. */
  readonly switches: VsaSwitches;
  /** Every route there is. */
  readonly routes: ReturnType<typeof routesOf>;
  /** Ends all sessions at once: the tokens that are out are refused from now on. */
  endSessions(): void;
  /** An agent checks in: installed anew, or known already and now on other hardware or in another organization. */
  install(machine: ViewMachine): void;
  /** The id here of a record of the fleet's VSA view; null where the view has no such key. */
  recordId(kind: 'organization' | 'location' | 'contact' | 'machine', key: string): string | null;
}

/** The simulated server. Throws when the fleet's VSA view contradicts itself. */
export function createVsaSimulator(options: VsaSimulatorOptions): VsaSimulator {
  const switches: VsaSwitches = { ...DEFAULT_SWITCHES, ...options.switches };
  const credentials: VsaCredentials = {
    username: 'api.sync',
    password: randomUUID(),
    token: randomUUID(),
    ...options.credentials,
  };
  const user = userOf(FIRST_USER_ID, credentials.username, options.fleet.now);
  const accounts: readonly Account[] = [{ credentials, user }];
  const sessions = new Sessions(accounts, switches, options.clock);
  const answers = new Answers(switches);
  const { state, install } = seeded(options.fleet);
  if (options.seed !== undefined) state.customerId = `PRV${String(options.seed).padStart(3, '0')}`;
  const server = new VsaServer(state, switches, options.clock, sessions, answers);
  const app = createApp(server, accounts);
  const limit = new MinuteLimit(options.clock, switches);
  return {
    product: 'vsa',
    credentials,
    switches,
    routes: routesOf(app.routes),
    fetch: (request, env) => {
      const wait = limit.take();
      if (wait === null) return app.fetch(request, env ?? {});
      return answers.failure(faultOf(429), switches.retryAfter ? { 'retry-after': String(wait) } : {});
    },
    template: templatesOf(app.routes),
    refuse: (status, headers) => answers.failure(faultOf(status), headers),
    switchboard: switchboard(switches, vsaSwitchesShape),
    endSessions: () => sessions.endAll(),
    install,
    recordId: (kind, key) => state.given.get(`${kind}:${key}`) ?? null,
  };
}

/** Paths are matched without regard to case, with or without a slash at the end. */
function matchedPath(request: Request): string {
  const path = new URL(request.url).pathname.toLowerCase();
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function createApp(server: VsaServer, accounts: readonly Account[]): Hono<VsaEnv> {
  const app = new Hono<VsaEnv>({ getPath: matchedPath });
  app.route(BASE, openRoutes(server));
  app.route(BASE, logOnRoutes(server));
  app.use(`${BASE}/*`, guard(server, BASE));
  app.route(BASE, sessionRoutes(server));
  app.route(BASE, aboutRoutes(server));
  app.route(BASE, orgRoutes(server));
  app.route(BASE, machineGroupRoutes(server));
  app.route(BASE, departmentRoutes(server));
  app.route(BASE, staffRoutes(server));
  app.route(BASE, userRoutes(server, accounts));
  app.route(BASE, agentRoutes(server));
  app.route(BASE, auditRoutes(server));
  app.route(BASE, assetRoutes(server));
  app.notFound(() =>
    server.answers.failure(new VsaError(404, 'No HTTP resource was found that matches the request.')),
  );
  app.onError((error) => {
    if (error instanceof VsaError) return server.answers.failure(error);
    throw error;
  });
  return app;
}
