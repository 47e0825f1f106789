/**
 * Call sites. A stack costs microseconds, so one is taken for the first few events at a place in the program and then
 * rarely, and never while all stacks together have cost more than a small share of the thread's life.
 */
import { BlobKind, RecordType } from '../../trace/records.js';
import { SlotCost } from './arena.js';
import { now } from './clock.js';
import { chargeSince, spentNs } from './cost.js';
import { emit, emitText } from './ring.js';

/** Some of these are the probe's own and are left out. */
const MAX_FRAMES = 18;
const MAX_SITES = 20_000;
/** Share of the thread's time that stacks may cost in all, above a small allowance at the start. */
const BUDGET_SHARE = 0.002;
const ALLOWANCE_NS = 1_000_000;

/** The first events at a place all have their stack taken, then one in 64, and one in 1024 where there are many. */
const FIRST_EVENTS = 4;
const MANY_EVENTS = 2048;

const known = new Map<string, number>();
const texts: string[] = [''];
let startedNs = -1;

function formatFrame(frame: NodeJS.CallSite): string {
  const file = frame.getScriptNameOrSourceURL() ?? '';
  const method = frame.getFunctionName() ?? '';
  const type = method === '' || method.includes('.') ? null : frame.getTypeName();
  const name =
    type === null || type === 'Object' || type === 'global' || type === 'globalThis' ? method : `${type}.${method}`;
  return `at ${name} (${file}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0})`;
}

const collectFrames = (_error: Error, frames: NodeJS.CallSite[]): NodeJS.CallSite[] => frames;

/** The stack of the hook's caller as V8 sees it, untouched by the program's own Error.prepareStackTrace. */
function captureFrames(): NodeJS.CallSite[] {
  const limit = Error.stackTraceLimit;
  const hadPrepare = Object.hasOwn(Error, 'prepareStackTrace');
  const prepare = Error.prepareStackTrace;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = MAX_FRAMES;
    Error.prepareStackTrace = collectFrames;
    Error.captureStackTrace(holder, captureFrames);
    const frames = Array.isArray(holder.stack) ? (holder.stack as NodeJS.CallSite[]) : [];
    return frames.filter((frame) => frame.getFileName() !== __filename);
  } finally {
    Error.stackTraceLimit = limit;
    if (hadPrepare) Error.prepareStackTrace = prepare;
    else delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
  }
}

/** Takes the stack of the hook's caller and returns its site id, 0 when there is none. Writes new sites to the trace. */
export function takeSite(): number {
  const begin = now();
  try {
    const text = captureFrames().map(formatFrame).join('\n');
    if (text === '') return 0;
    let id = known.get(text);
    if (id === undefined) {
      if (known.size >= MAX_SITES) return 0;
      id = known.size + 1;
      known.set(text, id);
      texts.push(text);
      emitText(BlobKind.Site, id, begin, text);
    }
    return id;
  } catch {
    return 0; // e.g. a frozen Error: sites stay unknown, the program goes on
  } finally {
    chargeSince(SlotCost.StacksNs, begin);
  }
}

/** The stack of a site of this thread, a frame a line. */
export function textOfSite(id: number): string {
  return texts[id] ?? '';
}

/** Should the `count`-th event (from 1) at this place have its stack taken? */
export function wantsSite(count: number): boolean {
  if (count > FIRST_EVENTS && (count & (count < MANY_EVENTS ? 63 : 1023)) !== 0) return false;
  const nowNs = now();
  if (startedNs < 0) startedNs = nowNs;
  return spentNs(SlotCost.StacksNs) < ALLOWANCE_NS + BUDGET_SHARE * (nowNs - startedNs);
}

/** Says that the next record of this thread happened at `site`. */
export function emitAt(site: number, timeNs: number): void {
  if (site !== 0) emit(RecordType.At, 0, 0, timeNs, site, 0);
}
