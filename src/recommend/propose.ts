/** Which changes could answer what was found. What they are worth is not decided here: each is replayed. */
import type { Detection, Finding, FindingId } from '../detect/finding.js';
import type { Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';
import { targetOfEdit } from './key-of-edit.js';
import type { Proposal } from './proposal.js';
import { proposeAtomic, proposeMovingWait, proposeShards, proposeShorterHold } from './propose-for-locks.js';
import { proposeFasterCode } from './propose-for-memory.js';
import { poolOfFinding, proposeTaskSlots, proposeThreads } from './propose-for-pools.js';
import {
  proposeBatches,
  proposeMessageBatches,
  proposeReuse,
  proposeSplitting,
  proposeTogether,
  proposeWorkOffMain,
} from './propose-for-tasks.js';

/** The changes that answer a finding; each list holds one change in several sizes. */
type Answer = (finding: Finding, profile: Profile) => Edit[][];

const onPool =
  (...answers: ((profile: Profile, pool: number) => Edit[])[]): Answer =>
  (finding, profile) => {
    const pool = poolOfFinding(profile, finding);
    return pool === undefined ? [] : answers.map((answer) => answer(profile, pool));
  };

const onLock =
  (...answers: ((profile: Profile, lock: Profile['locks'][number]) => Edit[])[]): Answer =>
  (finding, profile) => {
    const lock = profile.locks.find(({ id }) => id === finding.lock);
    return lock === undefined ? [] : answers.map((answer) => answer(profile, lock));
  };

const fasterCode: Answer = (finding, profile) => {
  const edits = proposeFasterCode(finding, profile);
  return edits.length === 0 ? [] : [edits];
};

/** No reader-writer lock: the trace does not tell which acquisitions only read, and to guess that would be to make up the gain. */
const ANSWERS: Readonly<Record<FindingId, Answer>> = {
  'contended-lock': onLock(proposeShorterHold, proposeShards, proposeAtomic),
  'lock-held-across-wait': onLock(proposeMovingWait, proposeShards),
  'lock-convoy': onLock(proposeShards, proposeAtomic),
  'oversized-pool': onPool(proposeThreads),
  'undersized-pool': onPool(proposeThreads),
  'serial-submission': onPool(proposeTogether),
  'slot-held-while-waiting': onPool(proposeTaskSlots, proposeThreads),
  'tiny-tasks': onPool(proposeBatches, (_, pool) => [{ kind: 'drop-pool', pool }]),
  'main-thread-bottleneck': onPool(proposeWorkOffMain),
  'blocking-call-to-worker': () => [[{ kind: 'remove-sync-wait' }]],
  'chatty-messages': () => [proposeMessageBatches()],
  'large-clone': onPool((_, pool) => [{ kind: 'share-instead-of-clone', pool }]),
  'repeated-broadcast': onPool((_, pool) => [{ kind: 'share-instead-of-clone', pool }]),
  'polling-handoff': () => [[{ kind: 'notify-instead-of-poll' }]],
  'gc-pressure': () => [[{ kind: 'remove-gc' }]],
  'worker-churn': (_, profile) => [proposeReuse(profile)],
  straggler: onPool((_, pool) => [{ kind: 'longest-first', pool }], proposeSplitting),
  'jit-bimodal': onPool((_, pool) => [{ kind: 'same-speed', pool }]),
  'strided-access': fasterCode,
  'random-access': fasterCode,
  'array-of-objects': fasterCode,
  'boxed-elements': fasterCode,
  'megamorphic-site': fasterCode,
  'dictionary-elements': fasterCode,
  'false-sharing': fasterCode,
  'true-sharing': fasterCode,
  'duplicate-data': fasterCode,
  'allocation-churn': fasterCode,
  // What is kept for no reason costs memory, and time nobody can tell before it is gone.
  'heap-growth': () => [],
  'thread-migration': fasterCode,
};

/**
 * Changes that answer findings, in the order of the findings, and pool sizes for every pool even where nothing was found.
 * No change is proposed twice: the first finding that asks for it has it.
 */
export function propose(profile: Profile, { findings }: Detection): Proposal[] {
  const answers = findings.flatMap((finding, findingIndex) =>
    ANSWERS[finding.id](finding, profile).map((variants) => ({
      finding: finding.id,
      findingIndex,
      variants,
      after: findCauses(finding, findings),
      site: finding.site,
    })),
  );
  const sizes = profile.pools.map(({ id, createdAt }) => ({
    finding: null,
    findingIndex: -1,
    variants: proposeThreads(profile, id),
    after: [],
    site: createdAt,
  }));
  const seen = new Set<string>();
  return [...answers, ...sizes].filter(({ variants: [first] }) => {
    if (first === undefined) return false;
    const target = targetOfEdit(first);
    return !seen.has(target) && seen.add(target);
  });
}

/** Problems that explain a finding which detection therefore ranks as mere information. */
function findCauses({ id, level }: Finding, findings: readonly Finding[]): number[] {
  if (level === 'problem') return [];
  return findings.flatMap((other, index) => (other.level === 'problem' && other.explains.includes(id) ? [index] : []));
}
