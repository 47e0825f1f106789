/** Finding + change + prediction + effort + where. What `verify` is given. */
import type { Effort, FindingId } from '../detect/finding.js';
import type { SiteIndex } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';
import type { Interval, Prediction, Refusal } from '../predict/prediction.js';

/** How a change can be made, for Verify and Apply. `null` = by hand only. */
export type Change =
  /** Options of the pool made at `place`, without touching the source. */
  | {
      kind: 'pool-options';
      library: string;
      place: { file: string; line: number; column: number };
      options: Record<string, number>;
    }
  | { kind: 'environment'; set: Record<string, string> }
  /** New content for modules; absolute paths. */
  | { kind: 'files'; files: { path: string; content: string }[] };

export interface Recommendation {
  /** Stable within a run and typable: "pool-size-8", "shard-lock-1". */
  key: string;
  /** The finding it answers; null for one that answers none (a better pool size). */
  finding: FindingId | null;
  /** Index into Detection.findings, -1. */
  findingIndex: number;
  title: string;
  edit: Edit;
  effort: Effort;
  site: SiteIndex;
  change: Change | null;
  /** Why there is no change, where one was thought of; a sentence. */
  whyByHand: string | null;
  prediction: Prediction | Refusal;
}

export interface Ranking {
  /** Worth doing, in the order to do them. `marginal`: speed-up it adds to those before it, replayed together. */
  worthIt: { recommendation: Recommendation; marginalSpeedUp: number; marginalInterval: Interval }[];
  /** All of worthIt together, replayed, never summed. */
  combined: Prediction | null;
  /** What a ranking by waiting time would have put on top, and why it is not worth it. */
  notWorthIt: { recommendation: Recommendation; reason: string }[];
  /** Refused: no prediction, and why. */
  refused: Recommendation[];
}
