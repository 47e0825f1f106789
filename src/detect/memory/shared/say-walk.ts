import type { MemoryProfile, Walk } from '../../../model/memory/memory-profile.js';
import type { Profile } from '../../../model/profile.js';
import type { Evidence } from '../../finding.js';
import { sayShare } from '../../shared/wording.js';

/** "62 % of the computing time". */
export function sayComputing({ cpuShare }: Walk): string {
  return `${sayShare(cpuShare)} of the computing time`;
}

/** What is walked, and the largest cache it does not fit in. */
export function sizeEvidence({ workingSetBytes }: Pick<Walk, 'workingSetBytes'>, { memory }: Profile): Evidence[] {
  const outgrown = (memory?.caches ?? []).filter(({ bytes }) => bytes < workingSetBytes);
  const largest = outgrown.reduce<MemoryProfile['caches'][number] | undefined>(
    (most, cache) => (most === undefined || cache.bytes > most.bytes ? cache : most),
    undefined,
  );
  return [
    { label: 'in what is walked', value: workingSetBytes, unit: 'bytes' },
    ...(largest === undefined
      ? []
      : [
          {
            label: `in the cache of level ${largest.level}, which it outgrows`,
            value: largest.bytes,
            unit: 'bytes' as const,
          },
        ]),
  ];
}

/** The name that moves the place by one element, for advice: "the inner loop goes over j". */
export function sayName(names: Iterable<string>, otherwise: string): string {
  const list = [...names];
  return list.length === 1 ? `\`${list[0]}\`` : otherwise;
}
