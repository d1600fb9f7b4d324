/** What two people do in two portals while no sync is running, as other clients of the simulated tenants. */
import { Failure } from '../../engine/failure';
import type { RecordId } from '../../engine/model';
import type { SimulatorLine } from '../../simulators/start';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sets a contact's job title in IT Glue. */
export async function retitleInItGlue(
  { url, apiKey }: SimulatorLine['itglue'],
  id: RecordId,
  title: string,
): Promise<void> {
  const body = JSON.stringify({ data: { type: 'contacts', attributes: { title } } });
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/vnd.api+json' };
  await accepted(fetch(`${url}/contacts/${id}`, { method: 'PATCH', headers, body }));
}

/** Sets a staff member's title in VSA. */
export async function retitleInVsa(
  { url, username, token }: SimulatorLine['vsa'],
  id: RecordId,
  title: string,
): Promise<void> {
  const basic = Buffer.from(`${username}:${token}`).toString('base64');
  const api = `${url}/api/v1.0`;
  const answer = await accepted(fetch(`${api}/auth`, { headers: { authorization: `Basic ${basic}` } }));
  const bearer = /"(?:Api)?Token":\s*"?(\d+)/.exec(await answer.text())?.[1] ?? '';
  const headers = { authorization: `Bearer ${bearer}`, ...JSON_TYPE };
  const body = JSON.stringify({ Title: title, Function: '' });
  await accepted(fetch(`${api}/system/staff/${id}`, { method: 'PUT', headers, body }));
}

async function accepted(asked: Promise<Response>): Promise<Response> {
  const answer = await asked;
  if (answer.ok) return answer;
  throw new Failure('internal', `A simulated tenant answered ${answer.status} to the demo's own edit.`, {
    detail: await answer.text(),
    remedy: 'Please report this with the seed and the options of the command.',
  });
}
