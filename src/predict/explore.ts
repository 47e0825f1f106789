import type { Profile } from '../model/profile.js';
import { editOfKnob, listKnobs, type Knob } from './knobs.js';
import type { Machine } from './plan.js';
import { predict } from './predict.js';
import type { Prediction, Refusal } from './prediction.js';
import { prepareReplay } from './prepare-replay.js';

/** The one the predictions of reports are made with. */
export const REPLAY_SEED = 1;

/** A run held ready for questions. */
export interface Exploration {
  knobs: Knob[];
  /** Why nothing can be predicted; null where something can. */
  refusal: Refusal | null;
  /** Knobs turned to values, by key, and replayed together. One that stands where the run had it changes nothing. */
  whatIf(changes: readonly { key: string; value: number }[]): Prediction | Refusal;
}

/** @param seed of the report's predictions, so that the same question has the same answer there and here */
export function exploreRun(profile: Profile, machine: Machine, seed: number): Exploration {
  const replay = prepareReplay(profile, machine, { seed });
  const knobs = listKnobs(profile);
  return {
    knobs,
    refusal: replay.refusal,
    whatIf: (changes) => {
      const turned = changes.flatMap(({ key, value }) => {
        const knob = knobs.find((one) => one.key === key);
        return knob === undefined || value === knob.now ? [] : [editOfKnob(knob, clampToRange(knob, value))];
      });
      return predict(replay, turned);
    },
  };
}

/** What comes from a page is a number, but any number. */
function clampToRange({ min, max, unit }: Knob, value: number): number {
  return Math.max(min, Math.min(max, unit === 'share' ? value : Math.round(value)));
}
