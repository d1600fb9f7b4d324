import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bmsTenant } from '../../support/bmsClient';

const started = z.object({ jobId: z.string().regex(/^\d+$/) });
const status = z.object({
  jobId: z.number(),
  jobStatus: z.string(),
  details: z.array(z.object({ statusCode: z.string(), psaAssetId: z.number().nullish() })),
});

async function signedIn() {
  const tenant = bmsTenant();
  await tenant.signIn();
  const write = async (method: string, path: string, body: unknown) =>
    started.parse(await tenant.one(method, `/v2/rmm/vsa${path}`, body)).jobId;
  const poll = async (id: string) => status.parse(await tenant.one('GET', `/v2/rmm/vsa/assets/status/${id}`));
  return { tenant, write, poll };
}

const asset = (id: string, name: string, organization: string, more: object = {}) => ({
  TransactionId: `T-${id}`,
  AssetId: id,
  AgentId: id,
  Organization: { Id: '1', Name: organization },
  Name: name,
  ...more,
});

describe('RMM jobs of Kaseya BMS', () => {
  it('are pending before they are done, and tell what became of each item', async () => {
    const { tenant, write, poll } = await signedIn();
    const job = await write('POST', '/assets', [
      asset('640000000000001', 'RMM-01', 'Acme Ltd.', { AssetDetails: { AssetManufacturer: 'Dell' } }),
      asset('', 'RMM-02', 'Acme Ltd.'),
    ]);
    expect(await poll(job)).toMatchObject({ jobStatus: 'Pending', details: [] });
    const { jobStatus, details } = await poll(job);
    expect(jobStatus).toBe('Completed');
    expect(details.map((one) => one.statusCode)).toEqual(['200', '400']);
    const made = await tenant.one('GET', `/v2/servicedesk/hardwareasset/${details[0]?.psaAssetId}`);
    expect(made).toMatchObject({
      name: 'RMM-01',
      accountId: tenant.id('organization', 'acme'),
      agentId: '640000000000001',
      integrationTypeId: 2,
      manufacturer: 'Dell',
      isActive: true,
    });
  });

  it('upsert by the id over there, make unknown organizations, and deactivate instead of deleting', async () => {
    const { tenant, write, poll } = await signedIn();
    await write('POST', '/assets', [asset('640000000000002', 'RMM-03', 'Nobody Ltd.')]);
    const again = await write('PUT', '/assets', [asset('640000000000002', 'RMM-03b', 'Nobody Ltd.')]);
    await poll(again);
    const id = (await poll(again)).details[0]?.psaAssetId;
    const off = await write('PUT', '/assets/deactivate', [
      { TransactionId: 'T', AssetId: '640000000000002' },
    ]);
    expect(off).not.toBe(again);
    const gone = await tenant.one('GET', `/v2/servicedesk/hardwareasset/${id}`);
    expect(gone).toMatchObject({ name: 'RMM-03b', accountName: 'Nobody Ltd.', isActive: false });
    const mapped = await tenant.rows('/v2/rmm/vsa/mappings/assets?Filter.ExternalIds=640000000000002');
    expect(mapped).toMatchObject([{ externalId: '640000000000002', psaId: id }]);
  });

  it('are not known under another kind, or at all', async () => {
    const { tenant, write } = await signedIn();
    const job = await write('POST', '/tickets', [{ TransactionId: 'T', AlertRefId: 'A' }]);
    expect((await tenant.send('GET', `/v2/rmm/vsa/assets/status/${job}`)).status).toBe(404);
    expect((await tenant.send('GET', '/v2/rmm/vsa/tickets/status/1')).status).toBe(404);
    expect((await tenant.send('GET', `/v2/rmm/vsa/tickets/status/${job}`)).status).toBe(200);
  });

  it('map and unmap records', async () => {
    const { tenant, write } = await signedIn();
    const psaId = tenant.id('organization', 'globex');
    await write('POST', '/mappings/accounts', [{ ExternalId: '77', PsaId: psaId }]);
    const mapped = '/v2/rmm/vsa/mappings/accounts?Filter.ExternalIds=77';
    expect(await tenant.rows(mapped)).toMatchObject([{ psaId }]);
    await tenant.send('DELETE', '/v2/rmm/vsa/mappings/accounts', [{ ExternalId: '77' }]);
    expect(await tenant.rows(mapped)).toEqual([]);
  });
});
