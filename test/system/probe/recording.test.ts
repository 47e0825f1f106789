import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProfile } from '../../../src/model/build-profile.js';
import type { Profile } from '../../../src/model/profile.js';
import type { DecodedTrace } from '../../../src/trace/decode.js';
import { installNode, NODE_MAJORS } from '../node-versions.mjs';
import { installProbe, runProbed } from './run-probed.js';

const { probe, remove } = installProbe();
afterAll(remove);

function profileOf(traces: { trace: DecodedTrace }[]): Profile {
  const trace = traces[0]?.trace;
  if (trace === undefined) throw new Error('no trace');
  return buildProfile(trace, { readSourceMap: () => undefined });
}

describe.each(NODE_MAJORS)('under Node %i', (major) => {
  let node = '';
  beforeAll(async () => void (node = await installNode(major)));

  it('a killed program leaves a readable trace that says it is cut off', async () => {
    const { traces, signal } = await runProbed(node, ['endings.mjs', 'signal'], probe, { signal: 'SIGKILL' });
    expect(signal).toBe('SIGKILL');
    const profile = profileOf(traces);
    expect(profile.quality.complete).toBe(false);
    expect(profile.quality.missing.join(' ')).not.toBe('');
    expect(profile.threads).toHaveLength(2);
    // The worker burns on after its message: what the scheduler said until the kill is there.
    const worker = profile.threads.find((thread) => !thread.isMain);
    if (process.platform === 'linux') expect(worker?.states.onCpuNs).toBeGreaterThan(100e6);
  });

  it('a terminated worker loses nothing it had recorded', async () => {
    const profile = profileOf((await runProbed(node, ['endings.mjs', 'terminate'], probe)).traces);
    expect(profile.quality).toMatchObject({ complete: true, missing: [], lostRecords: 0 });
    expect(profile.threads.map((thread) => thread.ended)).toEqual(['exit', 'terminated', 'terminated']);
  });

  it('an uncaught error of a worker is its end', async () => {
    const profile = profileOf((await runProbed(node, ['endings.mjs', 'worker-error-handled'], probe)).traces);
    expect(profile.threads.map((thread) => thread.ended)).toEqual(['exit', 'error']);
  });

  it('seventy short workers are all recorded', async () => {
    const profile = profileOf((await runProbed(node, ['endings.mjs', 'many'], probe)).traces);
    expect(profile.threads).toHaveLength(71);
    expect(profile.tasks.count).toBe(70);
    expect(profile.quality).toMatchObject({ missing: [], lostRecords: 0, unrecordedThreads: 0 });
  });

  it('a stream of messages is counted, not recorded one by one; questions and answers are', async () => {
    const { traces, stdout } = await runProbed(node, ['streams.mjs'], probe);
    expect(stdout.trim()).toBe('60000');
    const profile = profileOf(traces);
    const toParent = profile.messageSites.filter(({ direction }) => direction === 'to-parent');
    expect(toParent.reduce((sum, { count }) => sum + count, 0)).toBe(60_000 + 6000);
    // Three records a message of the stream, were it recorded one by one; four messages' worth a question.
    expect(profile.quality.records).toBeLessThan(6000 * 8 + 60_000);
    const [answers] = [...new Set(profile.tasks.thread)].filter(
      (thread) => profile.tasks.thread.filter((other) => other === thread).length > 1,
    );
    const rows = [...profile.tasks.thread.keys()].filter((row) => profile.tasks.thread[row] === answers);
    expect(rows).toHaveLength(6000);
    for (const row of rows) {
      const { submitNs, startNs, endNs, doneNs } = profile.tasks;
      const times = [submitNs[row], startNs[row], endNs[row], doneNs[row]] as number[];
      expect(times).toEqual(times.toSorted((x, y) => x - y));
    }
  });

  it('takes and releases of locks are counted exactly, of every protocol', async () => {
    const profile = profileOf((await runProbed(node, ['lock-kinds.mjs'], probe)).traces);
    const acquires = profile.locks.map((lock) => lock.acquires).toSorted((x, y) => y - x);
    expect(acquires.slice(0, 4)).toEqual([4000, 4000, 4000, 4000]);
    // A ticket lock shows itself only once two threads met at it.
    expect(profile.locks.length).toBeGreaterThanOrEqual(4);
    expect(profile.locks.length).toBeLessThanOrEqual(5);
  });
});

it('says how many threads there was no room for', async () => {
  const profile = profileOf((await runProbed(await installNode(24), ['crowd.mjs'], probe)).traces);
  expect(profile.quality.unrecordedThreads).toBe(14);
  expect(profile.quality.missing.join(' ')).toMatch(/14/);
});
