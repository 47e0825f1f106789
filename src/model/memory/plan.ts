import type { WalkKind } from './judge-walk.js';
import type { MemoryRow } from './memory-profile.js';
import type { Pattern } from './pattern.js';
import type { WalkChange } from './plan-walk.js';

export type CandidateKind =
  WalkKind | 'false-sharing' | 'true-sharing' | 'duplicate-data' | 'allocation-churn' | 'thread-migration';
export type MemoryChange = WalkChange | 'one-shape' | 'pad' | 'local' | 'share' | 'reuse' | 'pin';

/** A candidate before it has words and a key. */
export interface Plan {
  kind: CandidateKind;
  change: MemoryChange;
  row: MemoryRow;
  cpuShare: number;
  pattern: Pattern;
}
