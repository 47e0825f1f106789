/**
 * Functions are recorded for a few moments only. Whether they are is a constant to the compiler (a property of the global
 * object that never changes its value), so outside of these moments it costs nothing; at their begin and end, the code of
 * functions that are recorded is compiled anew.
 */
import { Names } from './transform/names.js';

const LENGTH_NS = 25_000_000;
/** The first lasts until functions have been looked at for so long. */
const FIRST_INTERVAL_NS = 100_000_000;
/** Between the end of one and the begin of the next, when a loop runs for the first time. */
const SHORTEST_PAUSE_NS = 50_000_000;
const MAX_SHARE = 0.15;
const GRACE_NS = 75_000_000;

let isOn = true;
let always = false;
let bornNs = 0;
let beganNs = 0;
let endedNs = 0;
let spentNs = 0;
let intervalNs = FIRST_INTERVAL_NS;

/** A new property, for a changed one is no constant any more. */
function define(value: boolean): void {
  Reflect.deleteProperty(globalThis, Names.functions);
  Object.defineProperty(globalThis, Names.functions, { value, enumerable: false, configurable: true });
}

export function openEpochs(isAlways: boolean, nowNs: number): void {
  always = isAlways;
  bornNs = nowNs;
  beganNs = -1;
  define(true);
}

function isAffordable(nowNs: number): boolean {
  return spentNs <= GRACE_NS + MAX_SHARE * (nowNs - bornNs);
}

/** Called wherever the recorder is asked, and by functions now and then; `isNew`: a region runs for the first time. */
export function turnEpoch(nowNs: number, isNew: boolean): void {
  if (always) return;
  if (isOn) {
    if (beganNs < 0) beganNs = nowNs;
    if (nowNs - beganNs < LENGTH_NS) return;
    // Where nobody asked for longer, hardly any function ran.
    spentNs += LENGTH_NS;
    if (isNew && isAffordable(nowNs)) {
      beganNs = nowNs;
      return;
    }
    isOn = false;
    endedNs = nowNs;
    define(false);
    return;
  }
  if (!isAffordable(nowNs)) return;
  const isDue = nowNs - endedNs > intervalNs;
  if (!isDue && !(isNew && nowNs - endedNs > SHORTEST_PAUSE_NS)) return;
  if (isDue) intervalNs *= 2;
  isOn = true;
  beganNs = nowNs;
  define(true);
}
