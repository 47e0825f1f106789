import type { FindingId, VerdictId } from '../detect/finding.js';
import { formatPlural } from './format.js';
import type { Report } from './report.js';

export interface Headline {
  tone: 'problem' | 'good' | 'unsure';
  text: string;
  /** The sentence with the figures; empty when `text` is that already. */
  detail: string;
}

/** How the headline goes on after "Your 64 agents are …". A finding without an entry is announced by its own title. */
const LIMITED_BY: Partial<Record<FindingId, string>> = {
  'contended-lock': 'limited by one lock',
  'lock-held-across-wait': 'limited by a lock that is held across a wait',
  'lock-convoy': 'queueing up behind one lock',
  'oversized-pool': 'limited by too many threads',
  'undersized-pool': 'limited by too few threads',
  'serial-submission': 'run one after the other',
  'slot-held-while-waiting': 'limited by threads that wait for I/O',
  'tiny-tasks': 'limited by tasks too small to hand over',
  'main-thread-bottleneck': 'limited by the main thread',
  'blocking-call-to-worker': 'limited by blocking calls to a worker',
  'chatty-messages': 'limited by too many messages',
  'large-clone': 'limited by copying large messages',
  'repeated-broadcast': 'limited by copying the same data again and again',
  'polling-handoff': 'limited by polling for each other',
  'gc-pressure': 'limited by garbage collection',
  'worker-churn': 'limited by starting workers again and again',
  straggler: 'waiting for one straggler',
  'strided-access': 'limited by the order in which a loop walks memory',
  'random-access': 'limited by jumping about in memory',
  'array-of-objects': 'limited by fetching objects for a few of their fields',
  'boxed-elements': 'limited by an array of boxed numbers',
  'megamorphic-site': 'limited by objects of many shapes',
  'dictionary-elements': 'limited by an array that is a hash table',
  'false-sharing': 'limited by threads that write into one cache line',
  'true-sharing': 'limited by words that all threads write',
  'duplicate-data': 'making the same data once a thread',
  'allocation-churn': 'limited by garbage made at one place',
};

/** A verdict without an entry, such as one of a newer version, speaks for itself. */
const VERDICTS: Partial<Record<VerdictId, { tone: Headline['tone']; text: string }>> = {
  'nothing-to-change': { tone: 'good', text: 'Nothing to change' },
  inconclusive: { tone: 'unsure', text: 'This run allows no conclusion' },
  'not-visible': { tone: 'unsure', text: 'What limits this run is not visible from JavaScript' },
  'single-threaded': { tone: 'unsure', text: 'This program runs on one thread' },
};

/** The run in one sentence: its first problem, else its first verdict. */
export function describeHeadline(report: Report): Headline {
  const first = report.findings.find(({ level }) => level === 'problem');
  if (first !== undefined) {
    const limit = LIMITED_BY[first.id];
    if (limit === undefined) return { tone: 'problem', text: first.title, detail: '' };
    return { tone: 'problem', text: `${describeSubject(report)} ${limit}`, detail: first.title };
  }
  const verdict = report.verdicts[0];
  if (verdict === undefined) return { tone: 'good', text: 'No problem found', detail: '' };
  const known = VERDICTS[verdict.id];
  return known === undefined
    ? { tone: 'unsure', text: verdict.message, detail: '' }
    : { ...known, detail: verdict.message };
}

function describeSubject({ keyFigures, threads }: Report): string {
  const agents = keyFigures.latencyByAgent.length;
  if (agents > 1) return `Your ${formatPlural(agents, 'agent')} are`;
  const workers = threads.length - 1;
  return workers > 1 ? `Your ${formatPlural(workers, 'worker')} are` : 'This program is';
}
