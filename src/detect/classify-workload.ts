import type { Profile } from '../model/profile.js';
import type { WorkloadClass } from './finding.js';
import { knownOr0, sumOf } from './shared/numbers.js';

/** What the program's threads spend their time on, idleness aside; by the largest part if it is more than half, else mixed. */
export function classifyWorkload({ threads, locks, messageSites, quality }: Profile): WorkloadClass {
  const total = (pick: (thread: Profile['threads'][number]) => number): number => sumOf(threads, pick);
  const blockedNs = total(({ states }) => states.lockWaitNs);
  const spinNs = sumOf(locks, (lock) => lock.spinNs);
  const cpuNs = total(({ states }) =>
    quality.schedulerKnown ? states.onCpuNs + knownOr0(states.runnableNs) : states.ioNs,
  );
  const messageNs = sumOf(messageSites, ({ serialiseNs, deserialiseNs, handleNs, direction }) => {
    // A handler in a worker is the task itself.
    const handling = direction === 'to-parent' ? knownOr0(handleNs) : 0;
    return knownOr0(serialiseNs) + knownOr0(deserialiseNs) + handling;
  });
  const ioNs = quality.schedulerKnown ? total(({ states }) => states.ioNs) : 0;
  const parts: [WorkloadClass, number][] = [
    ['lock-bound', blockedNs + spinNs],
    ['message-bound', messageNs],
    ['io-bound', ioNs],
    ['cpu-bound', Math.max(0, cpuNs - messageNs - spinNs)],
  ];
  const sum = sumOf(parts, ([, ns]) => ns);
  const largest = parts.find(([, ns]) => ns > sum / 2);
  return largest?.[0] ?? 'mixed';
}
