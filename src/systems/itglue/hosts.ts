/** Source: IT Glue API reference, Hosts. */
export const REGIONS = ['us', 'eu', 'au'] as const;
export type Region = (typeof REGIONS)[number];

export const REGION_TITLES: Readonly<Record<Region, string>> = {
  us: 'United States',
  eu: 'Europe',
  au: 'Australia',
};

const infix = (region: Region): string => (region === 'us' ? '' : `.${region}`);

/** Where the API answers: the key alone tells the tenant, and works in its own region only. */
export function apiHost(region: Region): string {
  return `https://api${infix(region)}.itglue.com`;
}

/** Where people look at it. */
export function portalOf(subdomain: string, region: Region): string {
  return `https://${subdomain}${infix(region)}.itglue.com`;
}
