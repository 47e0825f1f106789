import type { LineSamples, Thread } from './profile.js';
import type { Recording } from './recording.js';
import type { SampleLog } from './sample-log.js';

/**
 * CPU samples of the measured part by thread, function and line. How many there are comes from the samples, how they are spread
 * over the function's lines from the profiler's own counts: of a function without such counts no lines are known.
 */
export function buildLineSamples(
  { functions, self, lineTicks }: SampleLog,
  threads: readonly Thread[],
  { sites, resolveLine }: Recording,
): LineSamples[] {
  return threads.flatMap(({ index }) => {
    const counts = new Map<number, number>();
    for (const row of self[index]?.view() ?? []) counts.set(row, (counts.get(row) ?? 0) + 1);
    return [...(lineTicks[index] ?? [])].flatMap(([row, ticks]): LineSamples[] => {
      const frame = functions[row]?.frame;
      const samples = counts.get(row) ?? 0;
      if (frame === undefined || samples === 0) return [];
      const site = sites.intern([frame]);
      const all = [...ticks.values()].reduce((sum, count) => sum + count, 0);
      return spreadOver(ticks, (line) => resolveLine(frame.file, line)).map(({ file, line, count }) => ({
        thread: index,
        site,
        file,
        line,
        samples: (samples * count) / all,
      }));
    });
  });
}

/** Several generated lines may come from one. */
function spreadOver(
  ticks: ReadonlyMap<number, number>,
  resolve: (line: number) => { file: string; line: number } | undefined,
): { file: string; line: number; count: number }[] {
  const lines = new Map<string, { file: string; line: number; count: number }>();
  for (const [generated, count] of ticks) {
    const place = resolve(generated);
    if (place === undefined) continue;
    const key = `${place.line} ${place.file}`;
    const sum = lines.get(key) ?? { ...place, count: 0 };
    sum.count += count;
    lines.set(key, sum);
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}
