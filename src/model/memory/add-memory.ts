import { toPath } from '../parse-stack.js';
import type { Profile } from '../profile.js';
import type { ReadSourceMap } from '../source-maps.js';
import { attachMakers } from './attach-makers.js';
import { attachCosts } from './attach-costs.js';
import { buildAllocations } from './build-allocations.js';
import { buildDuplicates } from './build-duplicates.js';
import { buildHeaps } from './build-heaps.js';
import { buildPlacement } from './build-placement.js';
import { buildShared } from './build-shared.js';
import { buildWalks } from './build-walks.js';
import { describeMissing } from './describe-missing.js';
import { measureGc } from './gc-time.js';
import { listMakes } from './list-makes.js';
import type { MemoryInput } from './memory-input.js';
import type { MemoryProfile } from './memory-profile.js';
import { createMemorySites } from './memory-sites.js';
import { sumFunctions } from './sum-functions.js';
import { sortRecords, type ThreadRecords } from './thread-records.js';

/**
 * Understands the memory pass and joins it with the timing run. Pure: the profile given stays as it is.
 *
 * @returns the profile with `memory`, and with the sites that only the memory pass saw at the end of `sites`
 */
export function addMemory(
  profile: Profile,
  input: MemoryInput,
  { readSourceMap }: { readSourceMap: ReadSourceMap },
): Profile {
  const sites = createMemorySites(profile, readSourceMap);
  const sorted = input.threads.map(sortRecords);
  const threads = sorted.filter((records) => records !== undefined);
  const files = listFiles(threads);
  const sampling = input.samples.map(sortRecords).filter((records) => records !== undefined);
  const runs = { sampling, pass: threads };
  const makes = listMakes(threads, sites);
  const gcNsByThread = measureGc(profile, runs);
  const functions = sumFunctions(threads, profile, gcNsByThread, sites);
  const walks = attachMakers(buildWalks(runs, profile, sites, functions), makes);
  const allocations = buildAllocations(functions, makes, walks);
  const memory: MemoryProfile = {
    caches: input.machine?.caches ?? [],
    topology: input.machine?.topology ?? { cores: profile.run.cores, nodes: 1 },
    missing: [
      ...input.notes,
      ...describeMissing(threads, sorted.length - threads.length, files, profile),
      ...(input.measured?.notes ?? []),
    ],
    files,
    walks,
    shared: buildShared(threads, walks, profile, sites),
    allocations,
    gcNsByThread,
    heaps: buildHeaps(threads, allocations),
    duplicates: buildDuplicates(threads, walks, sites),
    placement: buildPlacement(threads),
  };
  return { ...profile, sites: sites.sites, memory: attachCosts(memory, input.measured?.costs ?? []) };
}

/** Each file once; what one thread could not transform counts for all. */
function listFiles(threads: readonly ThreadRecords[]): MemoryProfile['files'] {
  const order = ['failed', 'recorded', 'skipped'] as const;
  const files = new Map<string, MemoryProfile['files'][number]>();
  for (const { file, state, reason } of threads.flatMap((records) => records.files)) {
    const name = toPath(file);
    const known = files.get(name);
    if (known !== undefined && order.indexOf(known.state) <= order.indexOf(state)) continue;
    files.set(name, { file: name, state, reason: reason ?? null });
  }
  return [...files.values()].sort((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
}
