export interface Simulators {
  /** Environment variables with the secrets of the tenants. */
  secrets: Record<string, string>;
  urls: string[];
  /** Resolves when they ended by themselves. */
  gone: Promise<unknown>;
  stop(): Promise<void>;
}

export function startSimulators(folder: string): Promise<Simulators>;
