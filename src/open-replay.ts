/** From a run's directory to answers about it: the IO around `exploreRun`. */
import { readRunTrace } from './analyze-run.js';
import { buildProfile } from './model/build-profile.js';
import { estimateMachine } from './predict/estimate-machine.js';
import { exploreRun, REPLAY_SEED, type Exploration } from './predict/explore.js';
import { readSourceMap } from './read-source-map.js';
import { decodeTrace } from './trace/decode.js';

/**
 * Loads the trace that the run's report is about, or the one named.
 * @throws Error with a sentence for people when there is no trace that can be read
 */
export async function openReplay(runDir: string, traceName?: string): Promise<Exploration> {
  const { trace, machine } = await readRunTrace(runDir, traceName);
  const profile = buildProfile(decodeTrace(trace), { readSourceMap });
  return exploreRun(profile, machine ?? estimateMachine(profile), REPLAY_SEED);
}
