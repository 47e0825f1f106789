/**
 * Limits that more than one detector uses. Each says why it is what it is; limits of one detector stand in its own file.
 */

/**
 * Share of the makespan that must be at stake for a finding to be a problem. Repeats of one program on a quiet machine
 * differ by 3-5 %: a change that gains less cannot be told from noise when it is re-run, so nobody should be sent after it.
 */
export const MATERIAL_SHARE = 0.05;

/** Below this share of the makespan nothing is reported, not even as information: it is inside the error of the clocks and models. */
export const NOTEWORTHY_SHARE = 0.01;

/** A process's start alone varies by this much from run to run; a smaller gain is invisible however short the program. */
export const MATERIAL_NS = 5e6;

/**
 * Events a figure must rest on. With five or fewer like events, one odd one moves the median by a whole event; from six on
 * the median of a bootstrap is stable.
 */
export const MIN_EVENTS = 6;

/** "Most of": the larger of two parts that make up a whole. */
export const MAJORITY = 0.5;

/** Foreign CPU load that makes timings meaningless: above it, repeats of one program differ by more than most gains. */
export const FOREIGN_LIMIT = 0.1;

/** Slices the run is cut into. A thousand keep phases of a tenth of a percent apart; more cost time and show nothing new. */
export const SLICES = 1000;
