import { percent } from './judge.js';
import type { Verification } from './verification.js';

/** The outcome in a sentence or two: observed, and beside it predicted. */
export function sayObservation(
  verdict: Verification['verdict'],
  reason: string,
  { speedUp, interval, pairs, minimumDetectable }: Verification['observed'],
  predicted: Verification['predicted'],
): string {
  const observed = pairs === 0 ? '' : `${sayRatio(speedUp, interval)} over ${pairs} pairs`;
  const beside = predicted === null ? '' : ` Predicted: ${sayRatio(predicted.speedUp, predicted.interval)}.`;
  switch (verdict) {
    case 'gain':
      return `Faster: ${observed}.${beside}`;
    case 'loss':
      return `Slower: ${observed}.${beside}`;
    case 'no-change':
      return `No change: ${observed}; a speed-up of ${minimumDetectable.toFixed(2)} would have shown.${beside}`;
    case 'inconclusive':
      return `Inconclusive: ${reason}${observed === '' ? '' : ` So far ${observed}.`}${beside}`;
    case 'failed':
      return `Failed: ${reason}`;
  }
}

/** "1.83 times as fast (1.79 to 1.90)" */
export function sayRatio(speedUp: number, [low, high]: readonly [number, number]): string {
  return `${speedUp.toFixed(2)} times as fast (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** What so many pairs can show with this noise: "5 pairs can show 7 %, 20 pairs 3 %". */
export function sayDetectable(effects: readonly { pairs: number; effect: number }[]): string {
  return effects
    .map(({ pairs, effect }, index) => `${pairs} pairs${index === 0 ? ' can show' : ''} ${percent(effect)}`)
    .join(', ');
}
