import { describe, expect, it } from 'vitest';
import { checkContract } from './bms-contract';

const file = process.env.MSP_SYNC_BMS_OPENAPI;
if (file === undefined) throw new Error('Which document? npm run contract -- --bms-openapi FILE');
const { contract, routes } = await checkContract(file);
console.log(
  `BMS: ${contract.called.size} of ${routes.length} routes checked in ${contract.calls} calls, ${contract.bodies} bodies validated`,
);

describe("the simulated BMS keeps to the vendor's OpenAPI document", () => {
  it.each(routes.map(({ method, template }) => `${method} ${template}`))('%s', (endpoint) => {
    expect(contract.called).toContain(endpoint);
    expect(contract.violationsOf(endpoint)).toEqual([]);
  });
});
