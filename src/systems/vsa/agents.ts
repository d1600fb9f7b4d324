/** `/assetmgmt/agents` and their audits. Source: VSA REST API reference, Agents and Audit. */
import { Failure } from '../../engine/failure';
import type { VsaClient } from './client';
import { oneOf, resultOf } from './envelope';
import { idOf, textOf } from './values';
import {
  agentShape,
  auditShape,
  environmentShape,
  type WireAgent,
  type WireAudit,
  type WireEnvironment,
} from './wire';

export const agentPages = (client: VsaClient, signal: AbortSignal) =>
  client.pages('/assetmgmt/agents', signal, { query: { $orderby: 'AgentName' } });

/** The bulk source of serial numbers and MAC addresses; the id-less path alone, since an id behind it is forbidden. */
export const auditPages = (client: VsaClient, signal: AbortSignal) =>
  client.pages('/assetmgmt/audit', signal, { query: { $orderby: 'DisplayName' } });

export const readAgent = (client: VsaClient, id: string, signal: AbortSignal): Promise<WireAgent | null> =>
  client.one(
    { shape: agentShape, id, idOf: (agent) => idOf(agent.AgentId) },
    '/assetmgmt/agents/{agentId}',
    { agentId: id },
    signal,
  );

/** Undefined where none has run, and where the role may not read audits. */
export async function readAudit(
  client: VsaClient,
  id: string,
  signal: AbortSignal,
): Promise<WireAudit | undefined> {
  const route = '/assetmgmt/audit/{agentId}/summary';
  const wanted = { shape: auditShape, id, idOf: (audit: WireAudit) => idOf(audit.AgentGuid) };
  try {
    return (await client.one(wanted, route, { agentId: id }, signal)) ?? undefined;
  } catch (error) {
    if (Failure.is(error, 'forbidden')) return undefined;
    throw error;
  }
}

/** The zone changes twice a year at the most. */
const ZONE_FRESH_MS = 3_600_000;
const zones = new WeakMap<VsaClient, { readonly minutes: number; readonly readAt: number }>();

/** Minutes that the server's own time is east of UTC, read once in an hour; 0 where the role may not read it. */
export async function readTimeZone(client: VsaClient, signal: AbortSignal): Promise<number> {
  const known = zones.get(client);
  const now = client.clock.now();
  if (known && now - known.readAt < ZONE_FRESH_MS) return known.minutes;
  const minutes = await askTimeZone(client, signal);
  zones.set(client, { minutes, readAt: now });
  return minutes;
}

/** The number under which the vendor keeps the server's owner. */
export async function customerNumber(client: VsaClient, signal: AbortSignal): Promise<string | null> {
  return textOf((await readEnvironment(client, signal)).CustomerID);
}

async function readEnvironment(client: VsaClient, signal: AbortSignal): Promise<WireEnvironment> {
  const answer = await client.get('/environment', signal);
  return environmentShape.safeParse(oneOf(resultOf(answer.body))).data ?? {};
}

async function askTimeZone(client: VsaClient, signal: AbortSignal): Promise<number> {
  try {
    const minutes = Number(textOf((await readEnvironment(client, signal)).TimeZoneOffset) ?? 0);
    return Number.isFinite(minutes) ? minutes : 0;
  } catch (error) {
    if (Failure.is(error, 'forbidden', 'not-found', 'rejected')) return 0;
    throw error;
  }
}

/** Only what the lens reads: the whole summary of every agent would be twice as much to hold. */
export function slimAudit(audit: WireAudit): WireAudit {
  const { AgentGuid, MacAddress, IpAddress, Ipv6Address, DefaultGateway, Manufacturer, ProductName } = audit;
  const { SystemSerialNumber, ChassisSerialNumber, ChassisType, OsType, OsInfo } = audit;
  const { LastLoginName, CurrentLogin } = audit;
  const { ChassisManufacturer, ChassisVersion, ChassisAssetTag, SubnetMask, DnsServer1, DnsServer2 } = audit;
  const { DhcpServer, MaxMemorySize, MemorySlots, ExternalBusSpeed, MotherboardManufacturer } = audit;
  const { MotherboardProduct, MotherboardVersion, MotherboardSerialNumber } = audit;
  return {
    ...{ ChassisManufacturer, ChassisVersion, ChassisAssetTag, SubnetMask, DnsServer1, DnsServer2 },
    ...{ DhcpServer, MaxMemorySize, MemorySlots, ExternalBusSpeed, MotherboardManufacturer },
    ...{ MotherboardProduct, MotherboardVersion, MotherboardSerialNumber },
    ...{ AgentGuid, MacAddress, IpAddress, Ipv6Address, DefaultGateway, Manufacturer, ProductName },
    ...{ SystemSerialNumber, ChassisSerialNumber, ChassisType, OsType, OsInfo },
    ...{ LastLoginName, CurrentLogin },
  };
}
