import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findMachineCosts, measureMachine } from '../../../src/launch/measure-machine.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'threadwise-machine-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const KEY = `${cpus()[0]?.model ?? 'unknown CPU'} x ${availableParallelism()}, ${process.platform}, Node ${process.version}`;
const MADE_UP = {
  wakeLatencyNs: 7,
  wakeLatencyRange: [6, 8],
  shallowIdle: { untilNs: 9, share: 0.5 },
  contextSwitchNs: 5,
  timeSliceNs: 4,
  atomicNs: 3,
  workerStartCpuNs: 2,
  messageReceiveNs: 1,
};

test('costs are what threads can cost', async () => {
  const costs = await measureMachine();
  const [low, high] = costs.wakeLatencyRange;
  expect(low).toBeGreaterThan(100);
  expect(low).toBeLessThanOrEqual(costs.wakeLatencyNs);
  expect(costs.wakeLatencyNs).toBeLessThanOrEqual(high);
  expect(costs.wakeLatencyNs).toBeLessThan(1e8);
  expect(costs.contextSwitchNs).toBeGreaterThanOrEqual(0);
  expect(costs.contextSwitchNs).toBeLessThan(1e7);
  expect(costs.timeSliceNs).toBeGreaterThanOrEqual(5e5);
  expect(costs.atomicNs).toBeGreaterThan(0.1);
  expect(costs.atomicNs).toBeLessThan(1e5);
  expect(costs.shallowIdle.share).toBeGreaterThan(0);
  expect(costs.shallowIdle.share).toBeLessThanOrEqual(1);
  expect(costs.messageReceiveNs).toBeGreaterThan(50);
  expect(costs.messageReceiveNs).toBeLessThan(1e7);
  // No isolate starts in less.
  expect(costs.workerStartCpuNs).toBeGreaterThan(1e6);
});

test('what was measured on another machine, or is broken, is measured again', async () => {
  const file = join(folder, 'machine.json');
  for (const content of [
    JSON.stringify({ key: 'another machine', costs: MADE_UP }),
    JSON.stringify({ key: KEY, costs: { ...MADE_UP, shallowIdle: undefined } }),
    '{"key": "x", "costs": {"atomicNs": "a"}}',
    '{',
  ]) {
    await writeFile(file, content);
    const costs = await findMachineCosts(file);
    expect(costs?.workerStartCpuNs).toBeGreaterThan(1e6);
  }
});

test('what was measured here is read, not measured', async () => {
  const file = join(folder, 'known.json');
  const stored = { key: KEY, costs: MADE_UP };
  await writeFile(file, JSON.stringify(stored));
  expect(await findMachineCosts(file)).toEqual(MADE_UP);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(stored);
});
