import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import type { MessageLine } from './shared/message-lines.js';
import { readMainSamples } from './shared/main-thread.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { bytesEach, cloneCost, isLarge, stakeOfMessages, type MessageCost } from './shared/message-cost.js';
import { isProgramPlace } from './shared/places.js';
import { knownOr0, ratioOr0 } from './shared/numbers.js';
import { sayCount, sayNs, sayPlace } from './shared/wording.js';

/** So many small messages that sending and receiving them takes a visible part of the run. */
export const chattyMessages: Detector = {
  id: 'chatty-messages',
  detect: (profile, context) =>
    context.messages
      // Messages of the pool itself are as many as its tasks: too many of those are tiny tasks.
      .filter((found) => !found.byPool && isProgramPlace(profile, found.site) && !isLarge(found))
      .flatMap((found) => describe(profile, context, found)),
};

function describe(profile: Profile, context: DetectContext, found: MessageLine): Finding[] {
  const cost = costOf(profile, found);
  const stakeNs = stakeOfMessages(profile, context, found, cost);
  if (!isNoteworthy(context, stakeNs)) return [];
  const perSecond = ratioOr0(found.count * 1e9, context.spanNs);
  const receiver = found.direction === 'to-parent' ? 'the main thread' : 'the receivers';
  return [
    makeFinding(context, {
      id: 'chatty-messages',
      title: `${sayCount(found.count, 'message')} posted at ${sayPlace(profile, found.site, 'an unknown place')}, ${sayCount(perSecond, 'message')} a second: ${sayNs(cost.sendNs)} to send and ${sayNs(cost.receiveNs)} to receive`,
      workloadClass: 'message-bound',
      site: found.site,
      threadTimeLostNs: cost.sendNs + cost.receiveNs,
      stakeNs,
      evidence: [
        { label: 'messages', value: found.count, unit: 'count' },
        { label: 'messages a second', value: perSecond, unit: 'per-second' },
        { label: 'sending them', value: cost.sendNs, unit: 'ns', samples: found.count },
        { label: `receiving them, at ${receiver}`, value: cost.receiveNs, unit: 'ns', samples: found.count },
        {
          label: 'bytes of a message, mean',
          value: bytesEach(found) || Number.NaN,
          unit: 'bytes',
          samples: found.bytesKnownFor,
        },
        { label: 'tasks', value: profile.tasks.count, unit: 'count' },
      ],
      sampleSize: found.count,
      advice: `Gather what is posted here and send it in one message, once a task or a few times a second, instead of ${sayCount(perSecond, 'time')} a second; for a mere counter or flag use a word of a SharedArrayBuffer.`,
      effort: 'quick win',
      explains: [
        'main-thread-bottleneck',
        'tiny-tasks',
        'gc-pressure',
        'straggler',
        'serial-submission',
        'undersized-pool',
      ],
    }),
  ];
}

/**
 * Sending and deserialising as measured. Of the handlers only what is not the program's own code: gathering messages spares
 * Node's work around each, not what the program does with their content.
 */
function costOf(profile: Profile, found: MessageLine): MessageCost {
  const { sendNs, receiveNs } = cloneCost(found);
  const { program } = readMainSamples(profile);
  const spared = found.direction === 'to-parent' && Number.isFinite(program) ? 1 - program : 1;
  return { sendNs, receiveNs: receiveNs + knownOr0(found.handleNs) * spared };
}
