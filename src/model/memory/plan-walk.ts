import type { WalkPattern } from './pattern.js';

/** How a walk is to be changed. */
export type WalkChange = 'interchange' | 'tiles' | 'layout' | 'order' | 'renumber' | 'typed' | 'dense';

export interface PlannedWalk {
  change: WalkChange;
  pattern: WalkPattern;
}
