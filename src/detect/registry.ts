import { blockingCallToWorker } from './blocking-call-to-worker.js';
import { chattyMessages } from './chatty-messages.js';
import { contendedLock } from './contended-lock.js';
import type { Detector, VerdictRule } from './detector.js';
import { gcPressure } from './gc-pressure.js';
import { jitBimodal } from './jit-bimodal.js';
import { largeClone } from './large-clone.js';
import { lockConvoy } from './lock-convoy.js';
import { lockHeldAcrossWait } from './lock-held-across-wait.js';
import { mainThreadBottleneck } from './main-thread-bottleneck.js';
import { allocationChurn } from './memory/allocation-churn.js';
import { arrayOfObjects } from './memory/array-of-objects.js';
import { boxedElements } from './memory/boxed-elements.js';
import { dictionaryElements } from './memory/dictionary-elements.js';
import { duplicateData } from './memory/duplicate-data.js';
import { falseSharing } from './memory/false-sharing.js';
import { heapGrowth } from './memory/heap-growth.js';
import { megamorphicSite } from './memory/megamorphic-site.js';
import { randomAccess } from './memory/random-access.js';
import { stridedAccess } from './memory/strided-access.js';
import { threadMigration } from './memory/thread-migration.js';
import { trueSharing } from './memory/true-sharing.js';
import { oversizedPool } from './oversized-pool.js';
import { pollingHandoff } from './polling-handoff.js';
import { repeatedBroadcast } from './repeated-broadcast.js';
import { serialSubmission } from './serial-submission.js';
import { slotHeldWhileWaiting } from './slot-held-while-waiting.js';
import { straggler } from './straggler.js';
import { tinyTasks } from './tiny-tasks.js';
import { undersizedPool } from './undersized-pool.js';
import { inconclusive } from './verdicts/inconclusive.js';
import { notVisible } from './verdicts/not-visible.js';
import { nothingToChange } from './verdicts/nothing-to-change.js';
import { singleThreaded } from './verdicts/single-threaded.js';
import { workerChurn } from './worker-churn.js';

/** All detectors; one file each. Their order does not matter: findings are ranked by what is at stake. */
export const detectors: readonly Detector[] = [
  contendedLock,
  lockHeldAcrossWait,
  lockConvoy,
  oversizedPool,
  undersizedPool,
  serialSubmission,
  slotHeldWhileWaiting,
  tinyTasks,
  mainThreadBottleneck,
  blockingCallToWorker,
  chattyMessages,
  largeClone,
  repeatedBroadcast,
  pollingHandoff,
  gcPressure,
  workerChurn,
  straggler,
  jitBimodal,
  stridedAccess,
  randomAccess,
  arrayOfObjects,
  boxedElements,
  megamorphicSite,
  dictionaryElements,
  falseSharing,
  trueSharing,
  duplicateData,
  allocationChurn,
  heapGrowth,
  threadMigration,
];

/** In the order in which a reader should see them: what limits the report first. */
export const verdictRules: readonly VerdictRule[] = [singleThreaded, inconclusive, notVisible, nothingToChange];
