import type { Profile } from '../../model/profile.js';
import type { VerdictRule } from '../detector.js';
import { knownOr0, ratioOr0, sumOf } from '../shared/numbers.js';
import { sayNs, sayShare } from '../shared/wording.js';
import { MAJORITY, MATERIAL_SHARE } from '../thresholds.js';

/** Waits that no JavaScript function sees: inside WebAssembly or native code. Says so, instead of "no waiting". */
export const notVisible: VerdictRule = {
  id: 'not-visible',
  judge(profile, { threadTimeNs }) {
    const futexNs = sumOf(profile.threads, (thread) => unseenFutexNs(thread));
    const native = nativeShare(profile);
    const unseen = ratioOr0(futexNs, threadTimeNs);
    if (unseen < MATERIAL_SHARE && native < MAJORITY) return undefined;
    const reasons = [
      ...(unseen >= MATERIAL_SHARE
        ? [
            `threads were blocked for ${sayNs(futexNs)} on something that is not Atomics.wait (a lock inside WebAssembly or native code)`,
          ]
        : []),
      ...(native >= MAJORITY ? [`${sayShare(native)} of the CPU samples lie in WebAssembly or native code`] : []),
    ];
    return {
      id: 'not-visible',
      message: `Part of this run cannot be seen from JavaScript: ${reasons.join(', and ')}. Waiting there is not in the findings.`,
      evidence: [
        { label: 'blocked where no known wait is', value: futexNs, unit: 'ns' },
        { label: '... of all thread time', value: unseen, unit: 'share' },
        { label: 'CPU samples in WebAssembly or native code', value: native, unit: 'share' },
      ],
    };
  },
};

/** Of the looks at a thread inside its tasks, those that found it blocked on a futex, less the waits that were recorded. */
function unseenFutexNs({ sampledInTasks: at, states }: Profile['threads'][number]): number {
  const looks = at.running + at.futex + at.eventLoop + at.otherSyscall + at.diskSleep;
  const inTasksNs = [states.onCpuNs, states.runnableNs, states.ioNs, states.lockWaitNs, states.otherWaitNs];
  const futexNs = ratioOr0(at.futex, looks) * sumOf(inTasksNs, (ns) => ns);
  const knownNs = knownOr0(states.lockWaitNs) + knownOr0(states.otherWaitNs);
  return Math.max(0, Math.min(futexNs - knownNs, knownOr0(states.ioNs)));
}

function nativeShare({ hotFunctions }: Profile): number {
  const busy = hotFunctions.filter(({ kind }) => kind !== 'idle');
  const hidden = busy.filter(({ kind }) => kind === 'wasm' || kind === 'native');
  return ratioOr0(
    sumOf(hidden, ({ selfSamples }) => selfSamples),
    sumOf(busy, ({ selfSamples }) => selfSamples),
  );
}
