import type { Edit } from '../predict/edit.js';

/** What is changed, without how much: two edits of one target exclude each other. */
export function targetOfEdit(edit: Edit): string {
  const { kind } = edit;
  // Each of these sets how many threads a pool has.
  const what = kind === 'pool-policy' || kind === 'drop-pool' ? 'pool-size' : kind;
  // One loop cannot be changed in two ways.
  if (edit.kind === 'faster-code') return `${what} at ${edit.site}`;
  if ('lock' in edit) return `${what} of lock ${edit.lock}`;
  return 'pool' in edit ? `${what} of pool ${edit.pool}` : what;
}

/** Short, for the command line: the kind, and the number one would ask for. */
export function keyOfEdit(edit: Edit): string {
  const number = numberOf(edit);
  return number === undefined ? edit.kind : `${edit.kind}-${number}`;
}

function numberOf(edit: Edit): number | undefined {
  if ('lock' in edit) return edit.lock + 1;
  switch (edit.kind) {
    case 'pool-size':
    case 'reuse-workers':
      return edit.threads;
    case 'concurrent-tasks':
      return edit.tasks;
    case 'batch-tasks':
    case 'batch-messages':
      return edit.size;
    case 'split-tasks':
      return edit.parts;
    case 'submit-together':
      return edit.window;
    case 'cores':
      return edit.cores;
    default:
      return undefined;
  }
}
