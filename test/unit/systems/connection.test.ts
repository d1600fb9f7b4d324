import { createServer as createTlsServer } from 'node:https';
import { createServer as createNetServer, Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock';
import { Failure } from '../../../src/engine/failure';
import type { Finding } from '../../../src/engine/findings';
import type { System } from '../../../src/engine/ports';
import { generateFleet } from '../../../src/simulators/fleet/generate';
import { createVsaSimulator } from '../../../src/simulators/vsa/app';
import { withConnection } from '../../../src/systems/connection';
import { sightFindings } from '../../../src/systems/connection-findings';
import type { Sight } from '../../../src/systems/http/sight';
import { createVsa } from '../../../src/systems/vsa/system';
import { type Issued, issue } from '../../support/certificates';
import { recordingLog } from './support/log';

const signal = new AbortController().signal;
const FLEET = generateFleet({ seed: 3, now: new Date(), organizations: 2, assetsPerOrganization: 3 });
const SIMULATOR = createVsaSimulator({ fleet: FLEET, clock: systemClock });
const HOSTS = ['localhost', '127.0.0.1'];

let root: Issued;
let intermediate: Issued;
beforeAll(async () => {
  root = await issue({ name: 'Test Root', authority: true });
  intermediate = await issue({ name: 'Test Intermediate', authority: true, issuer: root });
});

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** The VSA simulator behind TLS with this certificate. */
async function serve(own: Issued, chain: readonly Issued[] = [], more: TlsOptions = {}): Promise<number> {
  const tls = { key: own.key, cert: [own, ...chain].map(({ cert }) => cert).join('\n'), ...more };
  const server = createAdaptorServer({
    fetch: (request, env) => SIMULATOR.fetch(request, env),
    createServer: createTlsServer,
    serverOptions: tls,
  });
  if (!(server instanceof Server)) throw new Error('Not a server over TCP.');
  return listen(server);
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

function connect(port: number, pinned?: Issued | string, host = 'localhost'): System {
  const { username, token } = SIMULATOR.credentials;
  const pem = typeof pinned === 'string' ? pinned : pinned?.cert;
  const vsa = createVsa({
    serverUrl: `https://${host}:${port}`,
    username,
    authentication: 'token',
    secret: async () => token,
    ...(pem === undefined ? {} : { ca: async () => pem }),
    clock: systemClock,
    log: recordingLog(),
    random: () => 0.5,
  });
  open.push({ close: () => vsa.dispose() });
  return vsa;
}

/** The findings that are not ok, after making sure that each says why and what next, and none tells the secret. */
async function wrongsOf(system: System): Promise<readonly Finding[]> {
  const found = await system.check(signal);
  expect(JSON.stringify(found)).not.toContain(SIMULATOR.credentials.token);
  const wrong = found.filter(({ level }) => level !== 'ok');
  for (const { why, remedy } of wrong) expect(why && remedy).toBeTruthy();
  return wrong;
}

describe('a certificate', () => {
  it('is good when the pinned authority issued it, and is used for every call', async () => {
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: intermediate });
    const vsa = connect(await serve(own, [intermediate]), root);
    const found = await vsa.check(signal);
    expect(found.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(found.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        ...['dns', 'reachability', 'tls-version', 'certificate-chain', 'certificate-dates'],
        ...['certificate-host', 'credentials', 'organizations'],
      ]),
    );
    expect(await vsa.briefCheck(signal)).toEqual([]);
  });

  it('may be pinned itself, or by its intermediate alone', async () => {
    const alone = await issue({ name: 'vsa', hosts: HOSTS });
    expect(await wrongsOf(connect(await serve(alone), alone))).toEqual([]);
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: intermediate });
    expect(await wrongsOf(connect(await serve(own), intermediate))).toEqual([]);
  });

  it('that has expired is told with its day', async () => {
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: root, from: -60, until: -2 });
    expect(await wrongsOf(connect(await serve(own), root))).toMatchObject([
      {
        check: 'certificate-dates',
        level: 'problem',
        message: expect.stringMatching(/localhost:\d+ has expired on \d{4}-/),
      },
    ]);
  });

  it('that is not valid yet makes one think of the clock', async () => {
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: root, from: 2 });
    expect(await wrongsOf(connect(await serve(own), root))).toMatchObject([
      { check: 'certificate-dates', level: 'problem', remedy: expect.stringContaining('clock') },
    ]);
  });

  it('that expires within thirty days is a warning, and so is one of its issuers', async () => {
    const soon = await issue({ name: 'vsa', hosts: HOSTS, issuer: root, until: 12.5 });
    expect(await wrongsOf(connect(await serve(soon), root))).toMatchObject([
      { check: 'certificate-dates', level: 'warning', message: expect.stringContaining('in 12 days') },
    ]);
    const middle = await issue({ name: 'Old Middle', authority: true, issuer: root, until: 3.5 });
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: middle });
    expect(await wrongsOf(connect(await serve(own, [middle]), root))).toMatchObject([
      { check: 'certificate-dates', level: 'warning', message: expect.stringContaining('Old Middle') },
    ]);
    const later = await issue({ name: 'vsa', hosts: HOSTS, issuer: root, until: 31 });
    expect(await wrongsOf(connect(await serve(later), root))).toEqual([]);
  });

  it('that is self-signed is told so, and how to pin it', async () => {
    const own = await issue({ name: 'vsa', hosts: HOSTS });
    expect(await wrongsOf(connect(await serve(own)))).toMatchObject([
      {
        check: 'certificate-chain',
        level: 'problem',
        message: expect.stringContaining('self-signed'),
        remedy: expect.stringContaining('certificateAuthority'),
      },
    ]);
  });

  it('of a private authority that sends its root is told by that authority’s name', async () => {
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: root });
    expect(await wrongsOf(connect(await serve(own, [root])))).toMatchObject([
      { check: 'certificate-chain', message: expect.stringContaining('Test Root, a private authority') },
    ]);
  });

  it('whose intermediate is missing is told by the name of what is missing', async () => {
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: intermediate });
    expect(await wrongsOf(connect(await serve(own), root))).toMatchObject([
      {
        check: 'certificate-chain',
        level: 'problem',
        message: expect.stringContaining('Test Intermediate'),
        why: expect.stringContaining('browser'),
        remedy: expect.stringContaining('whole chain'),
      },
    ]);
  });

  it('of another authority than the pinned one may be somebody in between', async () => {
    const other = await issue({ name: 'Other Root', authority: true });
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: other });
    expect(await wrongsOf(connect(await serve(own, [other]), root))).toMatchObject([
      { check: 'certificate-chain', message: expect.stringContaining('not the pinned authority') },
    ]);
  });

  it('for another host is told with the names it was issued for', async () => {
    const own = await issue({ name: 'vsa', hosts: ['vsa.example.com'], issuer: root });
    expect(await wrongsOf(connect(await serve(own), root))).toMatchObject([
      { check: 'certificate-host', level: 'problem', message: expect.stringContaining('vsa.example.com') },
    ]);
  });

  it('with several faults shows them all', async () => {
    const own = await issue({ name: 'vsa', hosts: ['vsa.example.com'], from: -60, until: -2 });
    const checks = (await wrongsOf(connect(await serve(own)))).map(({ check }) => check);
    expect(checks.sort()).toEqual(['certificate-chain', 'certificate-dates', 'certificate-host']);
  });

  it('is looked at in the short check only where no call gets through', async () => {
    const own = await issue({ name: 'vsa', hosts: HOSTS });
    expect(await connect(await serve(own)).briefCheck(signal)).toMatchObject([
      { check: 'certificate-chain', level: 'problem' },
    ]);
  });
});

it('that is pinned but cannot be read is told instead of the certificate', async () => {
  const own = await issue({ name: 'vsa', hosts: HOSTS });
  const { username } = SIMULATOR.credentials;
  const vsa = createVsa({
    serverUrl: `https://localhost:${await serve(own)}`,
    username,
    authentication: 'token',
    secret: async () => 'never sent',
    ca: async () => {
      throw new Failure('settings', 'The certificate file ca.pem cannot be read.', { remedy: 'Check it.' });
    },
    clock: systemClock,
    log: recordingLog(),
    random: () => 0.5,
  });
  open.push({ close: () => vsa.dispose() });
  expect(await wrongsOf(vsa)).toMatchObject([{ check: 'settings', remedy: 'Check it.' }]);
});

describe('a server', () => {
  it.each(['TLSv1.1', 'TLSv1'] as const)('that speaks no newer than %s is told so', async (version) => {
    const own = await issue({ name: 'vsa', hosts: HOSTS, issuer: root });
    const old = { minVersion: 'TLSv1', maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await wrongsOf(connect(await serve(own, [], old), root))).toMatchObject([
      {
        check: 'tls-version',
        level: 'problem',
        message: expect.stringContaining(version === 'TLSv1' ? 'TLS 1.0' : 'TLS 1.1'),
      },
    ]);
  });

  it('without encryption on that port is told so', async () => {
    const port = await listen(createNetServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await wrongsOf(connect(port))).toMatchObject([{ check: 'tls-version', level: 'problem' }]);
  });

  it('that hangs up in the handshake is told so', async () => {
    const port = await listen(createNetServer((socket) => socket.destroy()));
    expect(await wrongsOf(connect(port))).toMatchObject([
      { check: 'tls-version', message: expect.stringContaining('broke off') },
    ]);
  });

  it('that nobody answers at is told apart from one without a name', async () => {
    const port = await listen(createNetServer());
    await Promise.all(open.splice(0).map((one) => one.close()));
    expect(await wrongsOf(connect(port))).toMatchObject([
      { check: 'reachability', message: expect.stringContaining('takes no connection') },
    ]);
    expect(await wrongsOf(connect(port, undefined, 'no-such-host.invalid'))).toMatchObject([
      { check: 'dns', level: 'problem' },
    ]);
  });

  it('is no longer looked at once cancelled', async () => {
    const port = await listen(createNetServer());
    const stop = new AbortController();
    const checking = connect(port).check(stop.signal);
    setTimeout(() => stop.abort(), 20);
    await expect(checking).rejects.toMatchObject({ reason: 'cancelled' });
  });
});

describe('calls beside a look', () => {
  const asked = { system: 'vsa', now: Date.now, rehearsed: false, patienceMs: 20 } as const;
  const ok: Finding = { system: 'vsa', check: 'credentials', level: 'ok', message: 'in' };
  const problem = (check: string): Finding => ({
    system: 'vsa',
    check,
    level: 'problem',
    message: 'x',
    why: 'because',
  });
  const nowhere = { ...asked, url: 'https://127.0.0.1:1' };
  const levels = (found: readonly Finding[]) =>
    Object.fromEntries(found.map(({ check, level }) => [check, level]));

  it('are not waited for where the look found no connection', async () => {
    let stopped = false;
    const silent = (own: AbortSignal) =>
      new Promise<never>((_, reject) => {
        own.addEventListener('abort', () => {
          stopped = true;
          reject(new Error('stopped'));
        });
      });
    expect(levels(await withConnection(nowhere, silent, signal))).toEqual({
      dns: 'ok',
      reachability: 'problem',
    });
    expect(stopped).toBe(true);
  });

  it('that get through make what bars the look a warning', async () => {
    const found = await withConnection(nowhere, async () => [ok], signal);
    expect(levels(found)).toEqual({ dns: 'ok', reachability: 'warning', credentials: 'ok' });
    expect(found.find(({ check }) => check === 'reachability')?.why).toContain('proxy');
  });

  it('that were never made prove nothing', async () => {
    const found = await withConnection(nowhere, async () => [problem('secret')], signal);
    expect(levels(found)).toEqual({ dns: 'ok', reachability: 'problem', secret: 'problem' });
  });

  it('that failed where the look found nothing are told as they are', async () => {
    const port = await serve(await issue({ name: 'vsa', hosts: HOSTS, issuer: root }));
    const here = { ...asked, url: `https://localhost:${port}`, ca: async () => root.cert };
    const found = await withConnection(here, async () => [problem('reachability')], signal);
    expect(found.filter(({ check }) => check === 'reachability')).toEqual([problem('reachability')]);
  });
});

describe('what a look means', () => {
  const of = (sight: Sight) =>
    sightFindings('vsa', 'vsa.example.com', sight, { now: 0, pinned: false }).filter(
      ({ level }) => level !== 'ok',
    );

  it.each([
    ['EAI_AGAIN', 'name server did not answer'],
    ['ENOTFOUND', 'No name server knows vsa.example.com'],
  ])('tells a name server that is silent from one that knows no such name: %s', (code, words) => {
    expect(of({ reached: 'nothing', code })).toMatchObject([
      { check: 'dns', message: expect.stringContaining(words) },
    ]);
  });

  it.each([
    ['ETIMEDOUT', 'vsa.example.com (192.0.2.7) does not answer'],
    ['EACCES', 'could be made (EACCES)'],
  ])('tells a server that is silent: %s', (code, words) => {
    expect(of({ reached: 'name', code, addresses: ['192.0.2.7'] })).toMatchObject([
      { check: 'reachability', message: expect.stringContaining(words) },
    ]);
  });
});
