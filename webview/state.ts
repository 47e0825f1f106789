/** What a reader did to the page, kept while the page is hidden or reloaded. */
import * as v from 'valibot';

const stateSchema = v.object({
  /** The run this is about; for another run the page starts afresh. */
  runId: v.string(),
  /** Disclosures that were opened or closed by hand. */
  open: v.record(v.string(), v.boolean()),
  /** The part of the timeline looked at, as shares of the run. */
  view: v.tuple([v.number(), v.number()]),
  scrollY: v.number(),
});

export type PageState = v.InferOutput<typeof stateSchema>;

export function restoreState(saved: unknown, runId: string): PageState {
  const result = v.safeParse(stateSchema, saved);
  if (result.success && result.output.runId === runId) return result.output;
  return { runId, open: {}, view: [0, 1], scrollY: 0 };
}
