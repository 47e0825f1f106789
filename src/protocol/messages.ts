/** What the editor and the report page say to each other. Both sides check what they receive against these. */
import * as v from 'valibot';
import { reportSchema } from '../report/schema.js';

const showReport = v.object({ type: v.literal('report'), report: reportSchema });
/** Scroll to a finding, by `ReportFinding.key`, and open its card. */
const revealFinding = v.object({ type: v.literal('revealFinding'), key: v.string() });

export const hostMessageSchema = v.variant('type', [showReport, revealFinding]);
/** Editor → page. */
export type HostMessage = v.InferOutput<typeof hostMessageSchema>;

const position = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The page is loaded and listens: send the report. */
const ready = v.object({ type: v.literal('ready') });
/** Line and column count from 1. */
const openPlace = v.object({
  type: v.literal('openPlace'),
  file: v.pipe(v.string(), v.minLength(1)),
  line: position,
  column: position,
});
const exportReport = v.object({ type: v.literal('exportReport'), format: v.picklist(['html', 'json']) });

export const pageMessageSchema = v.variant('type', [ready, openPlace, exportReport]);
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
