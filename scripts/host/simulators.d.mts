import type { SimulatorLine } from '../../src/simulators/start';

export interface Simulators {
  /** What the program printed: addresses and credentials. */
  line: SimulatorLine;
  /** Environment variables with the secrets of the tenants. */
  secrets: Record<string, string>;
  urls: string[];
  /** Resolves when they ended by themselves. */
  gone: Promise<unknown>;
  stop(): Promise<void>;
}

export function startSimulators(folder: string, options?: readonly string[]): Promise<Simulators>;
