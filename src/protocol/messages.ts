/** What the editor and the report page say to each other. Both sides check what they receive against these. */
import * as v from 'valibot';
import { reportSchema } from '../report/schema.js';
import { answerSchema, calibrationSchema, changesSchema, knobSchema, observedSchema } from './what-if.js';

const text = v.string();

const showReport = v.object({ type: v.literal('report'), report: reportSchema });
/** Scroll to a finding, by `ReportFinding.key`, and open its card. */
const revealFinding = v.object({ type: v.literal('revealFinding'), key: text });
/** Scroll to a section of the page, by the id of its element. */
const revealSection = v.object({ type: v.literal('revealSection'), id: text });
/** Answer to `listKnobs`: what can be turned; `refusal` says why nothing can be predicted. */
const knobs = v.object({ type: v.literal('knobs'), knobs: v.array(knobSchema), refusal: v.nullable(text) });
/** Answer to `whatIf` with the same id. */
const whatIfAnswer = v.object({ type: v.literal('whatIfAnswer'), id: v.number(), answer: answerSchema });
/** All that was verified of this run, and how well predictions came true on this machine. `canVerify`: the workspace is trusted. */
const verifications = v.object({
  type: v.literal('verifications'),
  canVerify: v.boolean(),
  observed: v.array(observedSchema),
  calibration: calibrationSchema,
});
/** How far a verification is; null: none is under way. */
const verifying = v.object({
  type: v.literal('verifying'),
  progress: v.nullable(v.object({ key: text, text })),
});

/** Whether a memory pass can be made of the run, and how far one is; null: none is under way. */
const memoryPass = v.object({ type: v.literal('memoryPass'), canRun: v.boolean(), progress: v.nullable(text) });

export const hostMessageSchema = v.variant('type', [
  showReport,
  revealFinding,
  revealSection,
  knobs,
  whatIfAnswer,
  verifications,
  verifying,
  memoryPass,
]);
/** Editor → page. */
export type HostMessage = v.InferOutput<typeof hostMessageSchema>;

const position = v.pipe(v.number(), v.integer(), v.minValue(1));
const recommendationKey = v.pipe(text, v.minLength(1));

/** The page is loaded and listens: send the report. */
const ready = v.object({ type: v.literal('ready') });
/** Line and column count from 1. */
const openPlace = v.object({
  type: v.literal('openPlace'),
  file: v.pipe(text, v.minLength(1)),
  line: position,
  column: position,
});
const exportReport = v.object({ type: v.literal('exportReport'), format: v.picklist(['html', 'json']) });
/** Re-run the program with and without a recommended change. */
const verify = v.object({ type: v.literal('verify'), key: recommendationKey });
/** Show a recommended change as an edit to confirm. */
const applyChange = v.object({ type: v.literal('applyChange'), key: recommendationKey });
const listKnobs = v.object({ type: v.literal('listKnobs') });
const whatIf = v.object({ type: v.literal('whatIf'), id: v.number(), changes: changesSchema });

/** Run the program once more with its memory accesses recorded. */
const lookAtMemory = v.object({ type: v.literal('lookAtMemory') });

export const pageMessageSchema = v.variant('type', [
  ready,
  openPlace,
  exportReport,
  verify,
  applyChange,
  listKnobs,
  whatIf,
  lookAtMemory,
]);
/** Page → editor. */
export type PageMessage = v.InferOutput<typeof pageMessageSchema>;

/** Null for what is no message of ours: other extensions and the browser's own tools post to the same window. */
export function readHostMessage(data: unknown): HostMessage | null {
  const result = v.safeParse(hostMessageSchema, data);
  return result.success ? result.output : null;
}

/** Null for what is no message of ours. */
export function readPageMessage(data: unknown): PageMessage | null {
  const result = v.safeParse(pageMessageSchema, data);
  return result.success ? result.output : null;
}
