/** How a loop goes through memory, in words alike in the terminal, the editor and on the page. */
import { formatMemory, formatNs, formatPlural, formatShare } from './format.js';
import type { ReportMemory, ReportWalk } from './report-memory.js';
import { formatSpeedUpInterval } from './say-prediction.js';

const LINE_BYTES = 64;
/** From this share on a step is what the walk does; below, it jumps about. */
const MOSTLY = 0.5;
const SHOWN_STEPS = 4;

type Steps = Pick<ReportWalk, 'strides'>;
type Cost = NonNullable<ReportWalk['measured']>;

/** "walks 4 KB steps, uses 8 of every 64 bytes" */
export function describeWalk(walk: Pick<ReportWalk, 'strides' | 'bytesPerLine'>): string {
  const line = `uses ${Math.round(walk.bytesPerLine)} of every ${LINE_BYTES} bytes`;
  const step = mainStep(walk);
  if (step === null) return `jumps about in memory, ${line}`;
  return step === 0 ? 'stays at one place' : `walks ${formatMemory(Math.abs(step))} steps, ${line}`;
}

/** The step most accesses take, bytes; null where there is no such step. */
export function mainStep({ strides }: Steps): number | null {
  const [first] = strides.toSorted((a, b) => b.share - a.share);
  return first === undefined || first.share < MOSTLY ? null : first.bytes;
}

/** "+4 KB", "-8 B", "the same element", "others". */
export function formatStep(bytes: number | null): string {
  if (bytes === null) return 'others';
  if (bytes === 0) return 'the same';
  return bytes < 0 ? formatMemory(bytes) : `+${formatMemory(bytes)}`;
}

/** "steps: +4 KB 96 %, +8 B 3 %, others 1 %" */
export function describeSteps({ strides }: Steps): string {
  const named = strides.filter(({ bytes }) => bytes !== null);
  const shown = named.slice(0, SHOWN_STEPS);
  const sum = (steps: ReportWalk['strides']): number => steps.reduce((total, { share }) => total + share, 0);
  const rest = Math.round((sum(strides) - sum(shown)) * 1e4) / 1e4;
  const parts = shown.map(({ bytes, share }) => `${formatStep(bytes)} ${formatShare(share)}`);
  return [...parts, ...(rest > 0 ? [`others ${formatShare(rest)}`] : [])].join(', ');
}

/** "2 MB at a time: more than L1 (32 KB), fits L2 (4 MB)" */
export function describeWorkingSet(bytes: number, caches: ReportMemory['caches']): string {
  const own = `${formatMemory(bytes)} at a time`;
  const levels = caches.toSorted((a, b) => a.level - b.level);
  const fits = levels.find((cache) => cache.bytes >= bytes);
  const above = levels.filter((cache) => cache.bytes < bytes).at(-1);
  const name = ({ level, bytes: size }: ReportMemory['caches'][number]): string => `L${level} (${formatMemory(size)})`;
  const parts = [
    ...(above === undefined ? [] : [`more than ${name(above)}`]),
    ...(fits === undefined ? [] : [`fits ${name(fits)}`]),
  ];
  return parts.length === 0 ? own : `${own}: ${parts.join(', ')}`;
}

/** "4 KB steps through 2 MB 3.4 ns an access, the same with the loops swapped 1 ns: ×3.4 (2.9–3.9), 15 repeats on this machine" */
export function describeCost({ pattern, nowNs, proposedNs, proposal, ratio, ratioInterval, repeats }: Cost): string {
  return (
    `${pattern} ${formatNs(nowNs)} an access, ${proposal} ${formatNs(proposedNs)}: ` +
    `${formatSpeedUpInterval(ratio, ratioInterval)}, ${formatPlural(repeats, 'repeat')} on this machine`
  );
}

const ELEMENTS: Partial<Record<ReportWalk['elements'], string>> = {
  smi: 'small integers',
  double: 'numbers',
  object: 'objects',
  dictionary: 'a dictionary',
};

/** "Float64Array", "Array of objects". */
export function describeContainer({ container, elements }: Pick<ReportWalk, 'container' | 'elements'>): string {
  const of = ELEMENTS[elements];
  return of === undefined ? container : `${container} of ${of}`;
}
