import type { Detection } from '../detect/finding.js';
import type { Refusal } from '../predict/prediction.js';
import type { Choice } from './proposal.js';

/**
 * Why no gain is promised for a change whose worth somebody outside of the program decides: threads that are blocked in system
 * calls wait for a service or a disk, and the run shows how that answers as many at once as there are, not how it answers more.
 *
 * @returns null where the run itself can tell
 */
export function refuseOutside({ findings }: Detection, { proposal, edit }: Choice): Refusal | null {
  const finding = findings[proposal.findingIndex];
  if (finding?.id !== 'undersized-pool' || finding.level !== 'info' || edit.kind !== 'pool-size') return null;
  return {
    reasons: [
      {
        code: 'not-applicable',
        message:
          'Whether more threads help depends on what they wait for: the run does not show whether it answers more at once. Verify tries it.',
      },
    ],
  };
}
