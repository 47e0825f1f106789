import type { MemoryLoop, MemorySite, MemoryWindow } from '../../trace/memory.js';
import type { Profile } from '../profile.js';
import { measureLoops, type LoopCpu, type LoopPlace } from './loop-cpu.js';
import type { MemorySites } from './memory-sites.js';
import type { Walk } from './memory-profile.js';
import { functionKeyOf } from './list-makes.js';
import { scaleWindows } from './scale-windows.js';
import { addPassCpu, type SampledRuns } from './pass-cpu.js';
import { measureThreadCpu } from './thread-cpu.js';
import type { FunctionSums } from './sum-functions.js';
import type { ThreadRecords } from './thread-records.js';
import { createWalkSum, type WalkSum } from './walk-sum.js';

interface FoundWalk {
  sum: WalkSum;
  site: number;
  loop: number;
  place: LoopPlace;
  functionKey: string;
  isCallback: boolean;
  /** Equal for walks of one loop. */
  loopKey: string;
  depth: number;
  inFunction: boolean;
  text: string;
  what: Walk['what'];
}

/** Access sites of all threads of the pass, joined where they are the same place in the source; most CPU time first. */
export function buildWalks(runs: SampledRuns, profile: Profile, sites: MemorySites, functions: FunctionSums): Walk[] {
  const found = new Map<string, FoundWalk>();
  for (const records of runs.pass) {
    for (const [id, windows] of records.windows) {
      const loop = records.loops.get(id);
      if (loop !== undefined) addLoop(found, records, loop, windows, sites);
    }
  }
  const walks = [...found.values()];
  const cpuOf = measureEachLoop(runs, profile, sites, walks);
  return walks
    .map((walk) => ({
      ...finish(walk, cpuOf.get(walk.loopKey) ?? { share: Number.NaN, samples: 0, byThread: [] }),
      gcNsByThread: [...(functions.get(walk.functionKey)?.gcNsByThread ?? [])],
    }))
    .sort((a, b) => (b.cpuShare || 0) - (a.cpuShare || 0) || b.accesses - a.accesses || a.site - b.site);
}

function addLoop(
  found: Map<string, FoundWalk>,
  records: ThreadRecords,
  loop: MemoryLoop,
  windows: readonly MemoryWindow[],
  sites: MemorySites,
): void {
  const scaled = scaleWindows(windows, records.counts.get(loop.id), loop.isFunction);
  for (const [at, window] of windows.entries()) {
    for (const seen of window.sites) {
      const site = records.sites.get(seen.site);
      if (site === undefined) continue;
      const walk = findWalk(found, loop, site, sites);
      walk.sum.add(
        records.thread.threadId,
        seen,
        scaled[at] ?? { factor: 1, runs: 1, isLowerBound: true },
        window.whole,
      );
    }
  }
}

function findWalk(found: Map<string, FoundWalk>, loop: MemoryLoop, site: MemorySite, sites: MemorySites): FoundWalk {
  const { file, functionName } = loop;
  const siteIndex = sites.at({ functionName, file, line: site.line, column: site.column });
  const loopIndex = sites.at({ functionName, file, line: loop.line, column: loop.column });
  const key = `${siteIndex} ${loopIndex} ${site.what} ${site.text}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const walk: FoundWalk = {
    sum: createWalkSum(),
    site: siteIndex,
    loop: loopIndex,
    place: placeLoop(loop, sites),
    isCallback: loop.isCallback === true,
    functionKey: functionKeyOf(file, loop.functionLine, loop.functionColumn),
    loopKey: `${loopIndex}`,
    depth: loop.depth,
    inFunction: loop.isFunction,
    text: site.text,
    what: site.what,
  };
  found.set(key, walk);
  return walk;
}

function placeLoop(loop: MemoryLoop, { resolve }: MemorySites): LoopPlace {
  const { file, functionName, line, column } = loop;
  const begin = resolve({ functionName, file, line, column });
  const end = resolve({ functionName, file, line: loop.endLine, column: 1 });
  // The code of the module itself is a function that begins with the file.
  const body = resolve({
    functionName,
    file,
    line: Math.max(1, loop.functionLine),
    column: Math.max(1, loop.functionColumn),
  });
  const length = Math.max(0, loop.endLine - loop.line);
  return {
    file: begin.file,
    line: begin.line,
    endLine: end.file === begin.file && end.line >= begin.line ? end.line : begin.line + length,
    functionName,
    functionLine: body.line,
    weight: 0,
  };
}

function measureEachLoop(
  runs: SampledRuns,
  profile: Profile,
  sites: MemorySites,
  walks: readonly FoundWalk[],
): Map<string, LoopCpu> {
  const places = new Map<string, LoopPlace>();
  for (const { loopKey, place, sum } of walks) {
    const loop = places.get(loopKey) ?? { ...place };
    loop.weight += sum.accesses();
    places.set(loopKey, loop);
  }
  const cpu = measureThreadCpu(profile);
  const loops = [...places.values()];
  const timed = measureLoops(profile, sites.sites, cpu, loops);
  const shares = addPassCpu(timed, loops, profile, cpu, runs, sites);
  return new Map([...places.keys()].map((key, at) => [key, shares[at] as LoopCpu]));
}

function finish(
  { sum, site, loop, place, isCallback, depth, inFunction, text, what }: FoundWalk,
  cpu: LoopCpu,
): Omit<Walk, 'gcNsByThread'> {
  return {
    site,
    loop,
    loopEndLine: place.endLine,
    depth,
    inFunction,
    text,
    what,
    isCallback,
    ...sum.finish(),
    cpuShare: cpu.share,
    cpuSamples: cpu.samples,
    cpuNsByThread: cpu.byThread,
    made: null,
    measured: null,
  };
}
