/**
 * The 15-digit id of the VSA agent with this index in the fleet: what VSA calls AgentId and agentGuid, and what BMS
 * shows as a hardware asset's `AgentId`.
 */
export function agentIdOf(index: number): string {
  return String(694825728222021n + BigInt(index) * 7919n);
}
