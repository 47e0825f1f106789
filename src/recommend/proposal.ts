import type { FindingId } from '../detect/finding.js';
import type { SiteIndex } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';

/** A change worth replaying: one way to do it, in one or more sizes. */
export interface Proposal {
  /** The finding it answers; null where it answers none. */
  finding: FindingId | null;
  /** Index into Detection.findings, -1. */
  findingIndex: number;
  /** The same change in several sizes, the least first. Never empty. */
  variants: Edit[];
  /**
   * Findings that cause the one it answers: as long as none of them is dealt with, the change works on a symptom, whatever a
   * replay of the symptom says. Empty for most.
   */
  after: number[];
  site: SiteIndex;
}

/** A change in the size that was chosen. */
export interface Choice {
  proposal: Proposal;
  edit: Edit;
  /** Makespan with it alone, ns. */
  makespanNs: number;
}
