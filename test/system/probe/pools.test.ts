import { afterAll, describe, expect, it } from 'vitest';
import { buildProfile } from '../../../src/model/build-profile.js';
import { installNode, NODE_MAJORS } from '../node-versions.mjs';
import { installProbe, runProbed } from './run-probed.js';

const { probe, remove } = installProbe();
afterAll(remove);

/** Program and the library its workers come from. Messages that set a worker up may count as tasks of hand-made protocols. */
const POOLS = [
  ['piscina.mjs', 'piscina', 0],
  ['piscina-cjs.cjs', 'piscina', 0],
  ['tinypool.mjs', 'tinypool', 0],
  ['workerpool.mjs', 'workerpool', 0],
  ['poolifier.mjs', 'poolifier', 6],
  ['jest-worker.cjs', 'jest-worker', 4],
  ['hand-made.mjs', 'worker', 0],
] as const;

describe.each(NODE_MAJORS)('under Node %i the tasks are known of', (major) => {
  it.each(POOLS)('%s', async (program, origin, atMostMore) => {
    const node = await installNode(major);
    const run = await runProbed(node, [`pools/${program}`], probe);
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe('40\n');
    const trace = run.traces[0]?.trace;
    if (trace === undefined) throw new Error('no trace');
    const profile = buildProfile(trace, { readSourceMap: () => undefined });
    expect(profile.quality.missing).toEqual([]);
    const workers = profile.threads.filter((thread) => !thread.isMain);
    expect(workers.map((thread) => thread.origin)).toEqual([origin, origin]);
    expect(profile.tasks.count).toBeGreaterThanOrEqual(40);
    expect(profile.tasks.count).toBeLessThanOrEqual(40 + atMostMore);
    for (let row = 0; row < profile.tasks.count; row++) {
      const { dispatchNs, startNs, endNs } = profile.tasks;
      expect(startNs[row]).toBeGreaterThanOrEqual(dispatchNs[row] as number);
      expect(endNs[row]).toBeGreaterThan(startNs[row] as number);
    }
  });
});
