import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import type { MessageLine } from './shared/message-lines.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { bytesEach, cloneCost, isLarge, stakeOfMessages } from './shared/message-cost.js';
import { isFlat, repeatedBytes, repeatedPayloads } from './shared/repeats.js';
import { sayBytes, sayCount, sayNs, sayPlace } from './shared/wording.js';
import { MAJORITY } from './thresholds.js';

/** Large messages are copied when they could be moved, shared, or made smaller. */
export const largeClone: Detector = {
  id: 'large-clone',
  detect: (profile, context) => context.messages.filter(isLarge).flatMap((found) => describe(profile, context, found)),
};

function describe(profile: Profile, context: DetectContext, found: MessageLine): Finding[] {
  const cost = cloneCost(found);
  const repeated = repeatedPayloads(profile, found);
  const stakeNs = stakeOfMessages(profile, context, found, cost);
  if (!isNoteworthy(context, stakeNs)) return [];
  const mostlyRepeated = repeatedBytes(repeated) >= found.bytes * MAJORITY;
  const [top] = repeated;
  const flat = top !== undefined && mostlyRepeated && isFlat(top);
  const each = bytesEach(found);
  return [
    makeFinding(context, {
      id: 'large-clone',
      title: `${sayCount(found.count, 'message')} of ${sayBytes(each)} posted at ${sayPlace(profile, found.site, 'an unknown place')} are copied: ${sayNs(cost.sendNs)} to write, ${sayNs(cost.receiveNs)} to read`,
      workloadClass: 'message-bound',
      site: found.site,
      threadTimeLostNs: cost.sendNs + cost.receiveNs,
      stakeNs,
      evidence: [
        { label: 'serialising, at the sender', value: cost.sendNs, unit: 'ns', samples: found.count },
        { label: 'deserialising, at the receivers', value: found.deserialiseNs, unit: 'ns', samples: found.count },
        { label: 'bytes of a message, mean', value: each, unit: 'bytes', samples: found.bytesKnownFor },
        { label: 'bytes of the largest', value: found.bytesMax, unit: 'bytes' },
        { label: 'messages', value: found.count, unit: 'count' },
      ],
      sampleSize: found.count,
      advice: flat
        ? 'Put the data into a SharedArrayBuffer once and send only what differs (an offset, a task number).'
        : 'Send the numbers as typed arrays and hand them over in the transfer list (or share them in a SharedArrayBuffer); of objects, send only the fields the receiver reads.',
      effort: 'medium',
      // What is copied is garbage afterwards, and keeps the main thread from submitting.
      explains: [
        ...(flat ? (['repeated-broadcast'] as const) : []),
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
