import type { Frame, Profile, SiteIndex, ThreadIndex } from '../profile.js';
import type { ThreadCpu } from './thread-cpu.js';

/** Where a loop is, after source maps, and the function it is in. */
export interface LoopPlace {
  file: string;
  line: number;
  endLine: number;
  functionName: string;
  functionLine: number;
  /** Where loops share lines or a function, each gets time in proportion to this. */
  weight: number;
}

/** CPU time of the timing run in one loop, without the loops in it. */
export interface LoopCpu {
  /** Of all CPU time, 0..1; NaN where no samples were taken. */
  share: number;
  samples: number;
  byThread: [thread: ThreadIndex, ns: number][];
}

/** What is known of one function: samples by line, or only in sum. */
interface SampledPlace {
  thread: ThreadIndex;
  line: number;
  samples: number;
}

const UNKNOWN: LoopCpu = { share: Number.NaN, samples: 0, byThread: [] };

/**
 * CPU time of loops: by line where samples have lines, else that of their function. A sample belongs to the innermost loop
 * around its line; where several are there, or lines are not known, it is divided by what the loops do.
 */
export function measureLoops(
  profile: Profile,
  sites: Profile['sites'],
  cpu: ThreadCpu,
  loops: readonly LoopPlace[],
): LoopCpu[] {
  const samples = new Map<number, Map<ThreadIndex, number>>();
  const total = profile.hotFunctions.reduce((sum, { selfSamples }) => sum + selfSamples, 0);
  if (total === 0 && (profile.lineSamples ?? []).length === 0) return loops.map(() => UNKNOWN);
  const add = (loop: number, thread: ThreadIndex, count: number): void => {
    const byThread = samples.get(loop) ?? new Map<ThreadIndex, number>();
    samples.set(loop, byThread.set(thread, (byThread.get(thread) ?? 0) + count));
  };
  const share = (found: number[], { thread, samples: count }: SampledPlace): void => {
    const weights = found.map((loop) => Math.max(0, loops[loop]?.weight ?? 0));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [at, loop] of found.entries()) {
      add(loop, thread, (count * (all > 0 ? (weights[at] as number) : 1)) / (all > 0 ? all : found.length));
    }
  };
  const withLines = new Set<SiteIndex>();
  const around = findLoopsAround(loops);
  for (const sample of profile.lineSamples ?? []) {
    withLines.add(sample.site);
    share(around(sample), sample);
  }
  for (const found of profile.hotFunctions) {
    const frame = frameOf(sites, found.site);
    if (frame === undefined || withLines.has(found.site) || found.selfSamples === 0) continue;
    const inside = findLoopsOfFunction(loops, frame);
    if (inside.length === 0) continue;
    for (const sample of spreadOverThreads(profile, cpu, found)) share(inside, sample);
  }
  return loops.map((_, loop) => sumUp(samples.get(loop), profile.threads, cpu));
}

/** CPU time by thread. The profiler looks into few threads: one that it did not look into does what its twins do. */
function sumUp(
  byThread: Map<ThreadIndex, number> = new Map<ThreadIndex, number>(),
  threads: Profile['threads'],
  cpu: ThreadCpu,
): LoopCpu {
  const nsOf = (thread: ThreadIndex): number => cpu.nsOfSamples(thread, byThread.get(thread) ?? 0);
  const times = threads.map(({ index }): [ThreadIndex, number] => {
    const twins = cpu.sampledTwins(index);
    const busyNs = sum(twins.map((twin) => cpu.busyNs(twin)));
    return [index, busyNs > 0 ? (cpu.busyNs(index) * sum(twins.map(nsOf))) / busyNs : nsOf(index)];
  });
  return {
    share: cpu.totalNs > 0 ? Math.min(1, sum(times.map(([, ns]) => ns)) / cpu.totalNs) : Number.NaN,
    samples: Math.round(sum([...byThread.values()])),
    byThread: times.filter(([, ns]) => ns > 0),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The innermost loops around a line; several where loops begin and end on the same lines. */
export function findLoopsAround(loops: readonly LoopPlace[]): (at: { file: string; line: number }) => number[] {
  const byFile = new Map<string, number[]>();
  for (const [index, { file }] of loops.entries()) byFile.set(file, [...(byFile.get(file) ?? []), index]);
  return ({ file, line }) => {
    const around = (byFile.get(file) ?? []).filter((index) => {
      const loop = loops[index];
      return loop !== undefined && loop.line <= line && line <= loop.endLine;
    });
    const sizeOf = (index: number): number => (loops[index]?.endLine ?? 0) - (loops[index]?.line ?? 0);
    const smallest = Math.min(...around.map(sizeOf));
    return around.filter((index) => sizeOf(index) === smallest);
  };
}

function findLoopsOfFunction(loops: readonly LoopPlace[], frame: Frame): number[] {
  return [...loops.keys()].filter((index) => {
    const loop = loops[index];
    return loop?.file === frame.file && loop.functionLine === frame.line && isSameName(loop.functionName, frame);
  });
}

/** Names differ where code was made smaller, or where V8 calls a method by its class: then the line has to do. */
function isSameName(name: string, { functionName, generated }: Frame): boolean {
  return generated !== undefined || name === '' || functionName === '' || functionName.endsWith(name);
}

/** Samples of a function are known on main and elsewhere: those elsewhere are divided like all samples of the workers. */
function spreadOverThreads(
  { threads }: Profile,
  cpu: ThreadCpu,
  { selfSamples, mainSamples }: { selfSamples: number; mainSamples: number },
): SampledPlace[] {
  return threads
    .map(({ index, isMain }) => ({
      thread: index,
      line: 0,
      samples: isMain ? mainSamples : (selfSamples - mainSamples) * cpu.shareOfWorkers(index),
    }))
    .filter(({ samples }) => samples > 0);
}

function frameOf(sites: Profile['sites'], site: SiteIndex): Frame | undefined {
  return sites[site]?.frames[0];
}
