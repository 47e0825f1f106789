/** The façade over the pure rooms: from the bytes of a trace to its report. Everything else comes in as an argument. */
import { detect } from './detect/detect.js';
import { buildProfile } from './model/build-profile.js';
import { addMemory } from './model/memory/add-memory.js';
import type { MemoryInput } from './model/memory/memory-input.js';
import { estimateMachine } from './predict/estimate-machine.js';
import type { Machine } from './predict/plan.js';
import { predictRun } from './recommend/predict-run.js';
import { buildReport, type ReportContext } from './report/build-report.js';
import type { Report } from './report/report.js';
import { decodeTrace } from './trace/decode.js';

export interface AnalyzeContext extends ReportContext {
  /** The source map of a generated file as JSON text, or undefined. IO handed in, so that the core does none. */
  readSourceMap: (file: string) => string | undefined;
  /** The text of a source file as it is now, or undefined: for edits of it. Without it none are offered. */
  readSource?: (file: string) => string | undefined;
  /** What threads cost on the machine of the run, as measured there; estimated from the trace where that is not known. */
  machine?: Machine | undefined;
  /** What the memory pass recorded, where it was made. */
  memory?: MemoryInput | undefined;
}

/**
 * Analyses one process's trace.
 *
 * @param trace content of a .twtrace file, complete or cut off
 * @throws TraceError when it is no trace, or one of a newer version; the message says what to do
 */
export function analyzeTrace(trace: Uint8Array, context: AnalyzeContext): Report {
  const timed = buildProfile(decodeTrace(trace), context);
  const profile = context.memory === undefined ? timed : addMemory(timed, context.memory, context);
  const detection = detect(profile);
  return buildReport(
    {
      profile,
      detection,
      predicted: predictRun(profile, detection, context.machine ?? estimateMachine(profile), context.readSource),
    },
    context,
  );
}
