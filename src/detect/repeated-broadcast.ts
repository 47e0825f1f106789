import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import type { MessageLine } from './shared/message-lines.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { bytesEach, cloneCost, isLarge, stakeOfMessages } from './shared/message-cost.js';
import { ratioOr0, sumOf } from './shared/numbers.js';
import { isFlat, repeatedBytes, repeatedPayloads } from './shared/repeats.js';
import { sayBytes, sayCount, sayNs, sayPlace } from './shared/wording.js';

/** The same large object is sent again and again, to one worker after the other or round after round. */
export const repeatedBroadcast: Detector = {
  id: 'repeated-broadcast',
  detect: (profile, context) => context.messages.filter(isLarge).flatMap((found) => describe(profile, context, found)),
};

function describe(profile: Profile, context: DetectContext, found: MessageLine): Finding[] {
  const payloads = repeatedPayloads(profile, found);
  const [top] = payloads;
  if (top === undefined) return [];
  // Of the cost of all messages of the line, the part of the bytes that had been sent before.
  const againShare = Math.min(1, ratioOr0(repeatedBytes(payloads), found.bytes));
  const all = cloneCost(found);
  const cost = { sendNs: all.sendNs * againShare, receiveNs: all.receiveNs * againShare };
  const stakeNs = stakeOfMessages(profile, context, found, cost);
  if (!isNoteworthy(context, stakeNs)) return [];
  const posts = sumOf(payloads, (payload) => payload.posts);
  return [
    makeFinding(context, {
      id: 'repeated-broadcast',
      title: `The same ${sayBytes(top.bytes)} ${top.kind.replaceAll('-', ' ')} was sent ${sayCount(top.posts, 'time')} to ${sayCount(top.receivers.length, 'thread')} at ${sayPlace(profile, found.site, 'an unknown place')}`,
      workloadClass: 'message-bound',
      site: found.site,
      threadTimeLostNs: cost.sendNs + cost.receiveNs,
      stakeNs,
      evidence: [
        { label: 'copying it after the first time', value: cost.sendNs + cost.receiveNs, unit: 'ns', samples: posts },
        { label: 'objects sent more than once', value: payloads.length, unit: 'count' },
        { label: 'times they were sent', value: posts, unit: 'count' },
        { label: 'bytes sent again, of all from this line', value: againShare, unit: 'share' },
        { label: 'bytes of a message, mean', value: bytesEach(found), unit: 'bytes', samples: found.bytesKnownFor },
      ],
      sampleSize: posts - payloads.length,
      advice: isFlat(top)
        ? `Share it: copy it into a SharedArrayBuffer once and hand that to every worker (${sayNs(cost.sendNs + cost.receiveNs)} went into copying it again).`
        : `Let each worker keep its copy and send only what changed since the last time (${sayNs(cost.sendNs + cost.receiveNs)} went into copying it again).`,
      effort: 'medium',
      explains: [
        ...(isFlat(top) ? [] : (['large-clone'] as const)),
        'gc-pressure',
        'main-thread-bottleneck',
        'tiny-tasks',
        'chatty-messages',
        'serial-submission',
        'undersized-pool',
        'straggler',
      ],
    }),
  ];
}
