/** What the page asks about changes to a run, and what it is told: knobs, answers, observed results. */
import * as v from 'valibot';

const text = v.string();
const number = v.pipe(v.number(), v.finite());
const interval = v.tuple([number, number]);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The page's part of a `Knob` of src/predict/knobs.ts. */
export const knobSchema = v.object({
  key: text,
  label: text,
  subject: text,
  unit: v.picklist(['count', 'share', 'switch']),
  min: number,
  max: number,
  step: number,
  now: number,
});
export type PageKnob = v.InferOutput<typeof knobSchema>;

/** Knobs turned, by key; several are replayed together. */
export const changesSchema = v.pipe(v.array(v.object({ key: text, value: number })), v.maxLength(50));
export type KnobChanges = v.InferOutput<typeof changesSchema>;

export const answerSchema = v.variant('kind', [
  v.object({
    kind: v.literal('predicted'),
    speedUp: number,
    interval,
    makespanNs: number,
    makespanInterval: interval,
    assumptions: v.array(text),
    extrapolated: v.boolean(),
  }),
  v.object({ kind: v.literal('refused'), reasons: v.array(text) }),
]);
export type WhatIfAnswer = v.InferOutput<typeof answerSchema>;

/** A verification of a change of the run shown, newest last. */
export const observedSchema = v.object({
  key: text,
  title: text,
  at: text,
  verdict: v.picklist(['gain', 'loss', 'no-change', 'inconclusive', 'failed']),
  message: text,
  speedUp: number,
  interval,
  pairs: count,
  predicted: v.nullable(v.object({ speedUp: number, interval })),
  asPredicted: v.nullable(v.boolean()),
  differences: v.array(text),
});
export type ObservedChange = v.InferOutput<typeof observedSchema>;

export const calibrationSchema = v.object({
  verifications: count,
  mape: v.nullable(number),
  bias: v.nullable(number),
  coverage: v.nullable(number),
});
