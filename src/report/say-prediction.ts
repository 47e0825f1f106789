/** Predictions and observations in a few words, alike in the editor and on the page. */
import type { Interval, Prediction, Refusal } from '../predict/prediction.js';

/** Nearer to 1 than this, one decimal would hide the difference. */
const SMALL = 0.2;
/** So would it between the ends of an interval that are nearer to each other. */
const NARROW = 0.15;

/** "×1.8"; two decimals near 1. */
export function formatSpeedUp(speedUp: number): string {
  return `×${toDigits(speedUp, Math.abs(speedUp - 1) < SMALL)}`;
}

/** "×1.8 (1.7–1.9)" */
export function formatSpeedUpInterval(speedUp: number, interval: Interval): string {
  const isNarrow = interval[1] - interval[0] < NARROW;
  const fine = isNarrow || [speedUp, ...interval].some((value) => Math.abs(value - 1) < SMALL);
  const [low, high] = interval.map((value) => toDigits(value, fine));
  return `×${toDigits(speedUp, fine)} (${low}–${high})`;
}

/** "predicted ×1.8 (1.7–1.9)", "extrapolated ×3.1 (2.7–3.6)", "no prediction: other programs used 34 % of the CPU". */
export function sayPrediction(prediction: Prediction | Refusal): string {
  if (isRefusal(prediction)) return `no prediction: ${sayReason(prediction)}`;
  const { speedUp, speedUpInterval, extrapolated } = prediction;
  return `${extrapolated ? 'extrapolated' : 'predicted'} ${formatSpeedUpInterval(speedUp, speedUpInterval)}`;
}

/** The first reason, to stand inside a sentence. */
export function sayReason({ reasons }: Refusal): string {
  const message = reasons[0]?.message ?? 'the reason is not known';
  return message.replace(/\.$/, '');
}

/** The first reason in a few words, where there is no room for its numbers. */
export function sayShortReason({ reasons }: Refusal): string {
  const code = reasons[0]?.code;
  return code === undefined ? 'reason not known' : (SHORT_REASONS[code] ?? code);
}

const SHORT_REASONS: Partial<Record<string, string>> = {
  'foreign-load': 'other programs were busy',
  spread: 'runs differ too much',
  samples: 'too few samples',
  identity: 'the replay does not match the run',
  incomplete: 'the recording is not complete',
  'not-applicable': 'does not apply to this run',
};

export function isRefusal(answer: Prediction | Refusal): answer is Refusal {
  return 'reasons' in answer;
}

function toDigits(value: number, fine: boolean): string {
  if (value >= 99.95) return value.toFixed(0);
  return value.toFixed(fine ? 2 : 1);
}
