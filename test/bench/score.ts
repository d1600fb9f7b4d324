/** Precision, recall and calibration of found pairs against known ones. */
export interface Found {
  readonly pair: string;
  readonly confidence: number;
}

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly found: number;
  readonly right: number;
}

export function score(found: Iterable<string>, truth: ReadonlySet<string>): Score {
  const unique = new Set(found);
  const right = [...unique].filter((pair) => truth.has(pair)).length;
  const precision = unique.size === 0 ? 1 : right / unique.size;
  const recall = truth.size === 0 ? 1 : right / truth.size;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1, found: unique.size, right };
}

export function line(name: string, it: Score): string {
  const three = (value: number) => value.toFixed(3);
  return `${name.padEnd(44)} P ${three(it.precision)}  R ${three(it.recall)}  F1 ${three(it.f1)}  found ${it.found}`;
}

/** How often pairs of each band of confidence are right. */
export function calibration(found: readonly Found[], truth: ReadonlySet<string>): string[] {
  const bands = [0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0001];
  return bands.slice(0, -1).flatMap((low, at) => {
    const high = bands[at + 1] ?? 1;
    const here = found.filter(({ confidence }) => confidence >= low && confidence < high);
    if (here.length === 0) return [];
    const right = here.filter(({ pair }) => truth.has(pair)).length;
    const said = here.reduce((sum, { confidence }) => sum + confidence, 0) / here.length;
    return [`  said ${said.toFixed(3)}  was ${(right / here.length).toFixed(3)}  of ${here.length}`];
  });
}
