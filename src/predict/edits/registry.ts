import type { EditKind } from '../edit.js';
import { batchMessages } from './batch-messages.js';
import { batchTasks } from './batch-tasks.js';
import { concurrentTasks } from './concurrent-tasks.js';
import { cores } from './cores.js';
import { dropPool } from './drop-pool.js';
import type { RuleOf } from './edit-rule.js';
import { fasterCode } from './faster-code.js';
import { lockToAtomic } from './lock-to-atomic.js';
import { longestFirst } from './longest-first.js';
import { moveIoOutOfHold } from './move-io-out-of-hold.js';
import { moveWorkToWorkers } from './move-work-to-workers.js';
import { notifyInsteadOfPoll } from './notify-instead-of-poll.js';
import { poolPolicy } from './pool-policy.js';
import { poolSize } from './pool-size.js';
import { readerWriterLock } from './reader-writer-lock.js';
import { removeGc } from './remove-gc.js';
import { removeSyncWait } from './remove-sync-wait.js';
import { reuseWorkers } from './reuse-workers.js';
import { sameSpeed } from './same-speed.js';
import { shardLock } from './shard-lock.js';
import { shareInsteadOfClone } from './share-instead-of-clone.js';
import { shortenHold } from './shorten-hold.js';
import { splitTasks } from './split-tasks.js';
import { submitTogether } from './submit-together.js';

/** All edits there are. A kind without a rule does not compile. */
export const rules: { readonly [K in EditKind]: RuleOf<K> } = {
  'pool-size': poolSize,
  'concurrent-tasks': concurrentTasks,
  'pool-policy': poolPolicy,
  'shard-lock': shardLock,
  'reader-writer-lock': readerWriterLock,
  'shorten-hold': shortenHold,
  'move-io-out-of-hold': moveIoOutOfHold,
  'lock-to-atomic': lockToAtomic,
  'batch-tasks': batchTasks,
  'batch-messages': batchMessages,
  'share-instead-of-clone': shareInsteadOfClone,
  'submit-together': submitTogether,
  'remove-sync-wait': removeSyncWait,
  'drop-pool': dropPool,
  'move-work-to-workers': moveWorkToWorkers,
  'reuse-workers': reuseWorkers,
  'notify-instead-of-poll': notifyInsteadOfPoll,
  'longest-first': longestFirst,
  'split-tasks': splitTasks,
  'remove-gc': removeGc,
  'same-speed': sameSpeed,
  'faster-code': fasterCode,
  cores,
};
