/** From a run's directory to what a causal check slows down, and what the replay says that does: the IO around `replaySlope`. */
import { fileURLToPath } from 'node:url';
import { readRunTrace } from './analyze-run.js';
import { buildProfile } from './model/build-profile.js';
import type { Frame, Lock, Profile, SiteIndex } from './model/profile.js';
import { estimateMachine } from './predict/estimate-machine.js';
import { REPLAY_SEED } from './predict/explore.js';
import type { Refusal } from './predict/prediction.js';
import { prepareReplay } from './predict/prepare-replay.js';
import { replaySlope, type ReplayedSlope, type SlopeTarget } from './predict/replay-slope.js';
import { readSourceMap } from './read-source-map.js';
import { decodeTrace } from './trace/decode.js';

/** 1-based, as the program runs: before source maps. */
export interface RunPosition {
  file: string;
  line: number;
  column: number;
}

export interface CausalTarget {
  kind: 'lock' | 'task';
  /** For people: "the lock taken at board.ts:41". */
  name: string;
  /** Where a lock is taken; empty for tasks. */
  positions: RunPosition[];
  /** Acquisitions, or tasks, in the run. */
  count: number;
  makespanNs: number;
  /** What `addNs` in each of them does in the replay. */
  replayed: ReplayedSlope | Refusal;
  /** CPU to be put into each: the largest of the sizes to try. */
  addNs: number;
}

/** All that is put in together: enough to stand out of noise, not so much that the program becomes another one. */
const ADDED_SHARE = 0.3;
/** Less cannot be burnt with a clock. */
const LEAST_NS = 1000;

/**
 * @param at the lock taken there; absent = the lock most waited for
 * @throws Error with a sentence for people when there is no trace, or nothing of the kind in it
 */
export async function openCausalTarget(
  runDir: string,
  kind: 'lock' | 'task',
  at?: { file: string; line: number },
): Promise<CausalTarget> {
  const { trace, machine } = await readRunTrace(runDir);
  const profile = buildProfile(decodeTrace(trace), { readSourceMap });
  const makespanNs = profile.run.endNs - profile.run.beginNs;
  const found = kind === 'lock' ? findLock(profile, at) : findTasks(profile);
  const replay = prepareReplay(profile, machine ?? estimateMachine(profile), { seed: REPLAY_SEED });
  const addNs = Math.max(LEAST_NS, (makespanNs * ADDED_SHARE) / found.count);
  return { kind, makespanNs, addNs, ...found, replayed: replaySlope(replay, found.target, addNs) };
}

type Found = Pick<CausalTarget, 'name' | 'positions' | 'count'> & { target: SlopeTarget };

function findLock(profile: Profile, at: { file: string; line: number } | undefined): Found {
  const waited = (lock: Lock): number => lock.waitNs + lock.spinNs;
  const isThere = (lock: Lock): boolean =>
    at === undefined || lock.acquireSites.some(({ site }) => isAt(frameOf(profile, site), at));
  const lock = profile.locks.filter(isThere).sort((a, b) => waited(b) - waited(a))[0];
  if (lock === undefined || lock.acquires === 0) {
    throw new Error(
      at === undefined ? 'No lock was seen in this run.' : `No lock of this run was taken at ${at.file}:${at.line}.`,
    );
  }
  const frames = lock.acquireSites.flatMap(({ site }) => frameOf(profile, site) ?? []);
  const positions = frames.filter(({ owner }) => owner === 'user').map(toRunPosition);
  const [shown] = frames;
  if (shown === undefined || positions.length === 0) throw new Error(`Where ${lock.name} is taken is not known.`);
  const name = `the lock taken at ${shown.file}:${shown.line}`;
  return { name, positions, count: lock.acquires, target: { kind: 'lock', lock: lock.id } };
}

function findTasks({ tasks }: Profile): Found {
  if (tasks.count === 0) throw new Error('No task was seen in this run.');
  return { name: 'all tasks', positions: [], count: tasks.count, target: { kind: 'tasks', pool: null } };
}

function frameOf({ sites }: Profile, index: SiteIndex): Frame | undefined {
  const site = sites[index];
  return site?.frames[site.place];
}

function isAt(frame: Frame | undefined, at: { file: string; line: number }): boolean {
  return frame !== undefined && pathOf(frame.file) === at.file && frame.line === at.line;
}

function toRunPosition({ generated, file, line, column }: Frame): RunPosition {
  const position = generated ?? { file, line, column };
  return { ...position, file: pathOf(position.file) };
}

function pathOf(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}
