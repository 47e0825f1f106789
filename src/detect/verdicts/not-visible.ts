import type { Profile } from '../../model/profile.js';
import type { VerdictRule } from '../detector.js';
import { knownOr0, ratioOr0, sumOf } from '../shared/numbers.js';
import { sayNs, sayShare } from '../shared/wording.js';
import { MAJORITY, MATERIAL_SHARE } from '../thresholds.js';

/** Waits that no JavaScript function sees: inside WebAssembly or native code. Says so, instead of "no waiting". */
export const notVisible: VerdictRule = {
  id: 'not-visible',
  judge(profile, { threadTimeNs }) {
    const { futexNs, unseen, wasm } = measureHidden(profile, threadTimeNs);
    if (!isHidden(profile, threadTimeNs)) return undefined;
    const reasons = [
      ...(unseen >= MATERIAL_SHARE
        ? [
            `threads were blocked for ${sayNs(futexNs)} on something that is not Atomics.wait (a lock inside WebAssembly or native code)`,
          ]
        : []),
      ...(wasm >= MAJORITY ? [`${sayShare(wasm)} of the CPU samples lie in WebAssembly`] : []),
    ];
    return {
      id: 'not-visible',
      message: `Part of this run cannot be seen from JavaScript: ${reasons.join(', and ')}. Waiting there is not in the findings.`,
      evidence: [
        { label: 'blocked where no known wait is', value: futexNs, unit: 'ns' },
        { label: '... of all thread time', value: unseen, unit: 'share' },
        { label: 'CPU samples in WebAssembly', value: wasm, unit: 'share' },
      ],
    };
  },
};

/** Whether so much is hidden that "nothing found" would say more than is known. */
export function isHidden(profile: Profile, threadTimeNs: number): boolean {
  const { unseen, wasm } = measureHidden(profile, threadTimeNs);
  return unseen >= MATERIAL_SHARE || wasm >= MAJORITY;
}

function measureHidden(profile: Profile, threadTimeNs: number): { futexNs: number; unseen: number; wasm: number } {
  const futexNs = sumOf(profile.threads, (thread) => unseenFutexNs(thread));
  return { futexNs, unseen: ratioOr0(futexNs, threadTimeNs), wasm: wasmShare(profile) };
}

/** Of the looks at a thread inside its tasks, those that found it blocked on a futex, less the waits that were recorded. */
function unseenFutexNs({ sampledInTasks: at, states }: Profile['threads'][number]): number {
  const looks = at.running + at.futex + at.eventLoop + at.otherSyscall + at.diskSleep;
  const inTasksNs = [states.onCpuNs, states.runnableNs, states.ioNs, states.lockWaitNs, states.otherWaitNs];
  const futexNs = ratioOr0(at.futex, looks) * sumOf(inTasksNs, (ns) => ns);
  const knownNs = knownOr0(states.lockWaitNs) + knownOr0(states.otherWaitNs);
  return Math.max(0, Math.min(futexNs - knownNs, knownOr0(states.ioNs)));
}

/** Samples of native functions are no sign: a thread blocked in a system call is sampled there as well. */
function wasmShare({ hotFunctions }: Profile): number {
  const busy = hotFunctions.filter(({ kind }) => kind !== 'idle');
  const hidden = busy.filter(({ kind }) => kind === 'wasm');
  return ratioOr0(
    sumOf(hidden, ({ selfSamples }) => selfSamples),
    sumOf(busy, ({ selfSamples }) => selfSamples),
  );
}
