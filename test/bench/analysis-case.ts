/** One size of `npm run bench:analysis`, in a process of its own, so that its peak memory is its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { detect } from '../../src/detect/detect.js';
import { buildProfile } from '../../src/model/build-profile.js';
import { decodeTrace } from '../../src/trace/decode.js';
import { generateTrace } from './generate-trace.js';

export interface CaseResult {
  records: number;
  fileBytes: number;
  /** Median over the repeats. */
  ns: number;
  decodeNs: number;
  profileNs: number;
  detectNs: number;
  /** Peak resident memory above that of the same process before it read the file. */
  peakBytes: number;
}

const WARM_RECORDS = 200_000;
const WARM_RUNS = 3;

function analyze(bytes: Uint8Array): { records: number; steps: number[] } {
  const begin = performance.now();
  const decoded = decodeTrace(bytes);
  const afterDecode = performance.now();
  const profile = buildProfile(decoded, { readSourceMap: () => undefined });
  const afterProfile = performance.now();
  detect(profile);
  const steps = [afterDecode - begin, afterProfile - afterDecode, performance.now() - afterProfile];
  return { records: decoded.records, steps: steps.map((ms) => ms * 1e6) };
}

function measure(file: string, repeats: number): CaseResult {
  const warm = generateTrace(WARM_RECORDS);
  for (let run = 0; run < WARM_RUNS; run++) analyze(warm);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const bytes = readFileSync(file);
  const runs = Array.from({ length: repeats }, () => analyze(bytes));
  const total = ({ steps }: (typeof runs)[number]): number => steps.reduce((sum, ns) => sum + ns, 0);
  const median = runs.sort((x, y) => total(x) - total(y))[repeats >> 1] as (typeof runs)[number];
  const [decodeNs = 0, profileNs = 0, detectNs = 0] = median.steps;
  return {
    records: median.records,
    fileBytes: bytes.byteLength,
    ns: total(median),
    decodeNs,
    profileNs,
    detectNs,
    peakBytes: Math.max(0, process.resourceUsage().maxRSS * 1024 - before),
  };
}

const [mode, file = '', count = '1'] = process.argv.slice(2);
if (mode === 'generate') writeFileSync(file, generateTrace(Number(count)));
else console.log(JSON.stringify(measure(file, Number(count))));
