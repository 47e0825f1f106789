import type { Detection } from '../detect/finding.js';
import type { Refusal } from '../predict/prediction.js';
import type { Choice } from './proposal.js';

/**
 * Why no gain is promised for a change whose worth is decided by what the run does not show, whatever a replay makes of it: a
 * service that would have to answer more at once, a step that may need the result of the one before.
 *
 * @returns null where the run itself can tell
 */
export function refuseOutside({ findings }: Detection, { proposal }: Choice): Refusal | null {
  const caveat = findings[proposal.findingIndex]?.caveat;
  if (caveat === undefined) return null;
  return { reasons: [{ code: 'not-applicable', message: caveat }] };
}
