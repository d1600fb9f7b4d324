import { createAdaptorServer } from '@hono/node-server';
import type { Coverage, Kind, RecordProblem, SourceRecord } from '../../../../src/engine/model';
import type { ScanContext, System } from '../../../../src/engine/ports';
import { Desk } from '../../../../src/simulators/control/desk';
import { tamper } from '../../../../src/simulators/control/tamper';
import type { Simulator } from '../../../../src/simulators/simulator';

export interface ServedSimulator {
  readonly url: string;
  /** Orders faults and counts requests. */
  readonly desk: Desk;
  close(): Promise<void>;
}

/** A simulated product over real HTTP on a port the system chooses. */
export async function serveSimulator(simulator: Simulator): Promise<ServedSimulator> {
  const desk = new Desk();
  const server = createAdaptorServer({ fetch: tamper(simulator, desk), hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    desk,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

export interface Scanned {
  readonly coverage: Coverage;
  readonly records: readonly SourceRecord[];
  readonly problems: readonly RecordProblem[];
  readonly pages: number;
}

export async function scanAll(
  system: System,
  kind: Kind,
  signal = new AbortController().signal,
): Promise<Scanned> {
  const records: SourceRecord[] = [];
  const problems: RecordProblem[] = [];
  let pages = 0;
  const context: ScanContext = {
    signal,
    known: () => undefined,
    stirred: new Set(),
    page: (page) => {
      pages++;
      records.push(...page);
    },
    problem: (problem) => problems.push(problem),
  };
  const coverage = await system.scan(kind, context);
  return { coverage, records, problems, pages };
}
