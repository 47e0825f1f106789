import type { Effort } from '../detect/finding.js';
import type { EditKind } from '../predict/edit.js';

/** Minutes at one place; some places and a test; a design that others depend on. */
const EFFORTS: Readonly<Record<EditKind, Effort>> = {
  'pool-size': 'quick win',
  'concurrent-tasks': 'quick win',
  'submit-together': 'quick win',
  'longest-first': 'quick win',
  'batch-tasks': 'medium',
  'batch-messages': 'medium',
  'shorten-hold': 'medium',
  'move-io-out-of-hold': 'medium',
  'share-instead-of-clone': 'medium',
  'remove-sync-wait': 'medium',
  'drop-pool': 'medium',
  'move-work-to-workers': 'medium',
  'reuse-workers': 'medium',
  'notify-instead-of-poll': 'medium',
  'pool-policy': 'medium',
  'split-tasks': 'medium',
  'faster-code': 'medium',
  'shard-lock': 'advanced',
  'reader-writer-lock': 'advanced',
  'lock-to-atomic': 'advanced',
  'remove-gc': 'advanced',
  'same-speed': 'advanced',
  cores: 'advanced',
};

/** How much more a change of this effort must save to come first: an hour's work for twice what minutes bring. */
const WEIGHTS: Readonly<Record<Effort, number>> = { 'quick win': 1, medium: 2, advanced: 4 };

export function effortOf(kind: EditKind): Effort {
  return EFFORTS[kind];
}

/** Share of the makespan saved, for the effort it takes. @param speedUp 1.25 = a quarter faster */
export function gainForEffort(speedUp: number, kind: EditKind): number {
  return (1 - 1 / speedUp) / WEIGHTS[effortOf(kind)];
}
