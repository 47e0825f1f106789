import type { Finding } from './finding.js';
import { MAJORITY } from './thresholds.js';

/**
 * Problems before information, more at stake before less, causes before what they explain. A finding whose cause is in the
 * list as well becomes information: changing it would gain little once the cause is gone.
 */
export function rankFindings(findings: readonly Finding[]): Finding[] {
  const explained = findings.map((finding) =>
    finding.level === 'problem' && findings.some((other) => explainsAway(other, finding))
      ? { ...finding, level: 'info' as const }
      : finding,
  );
  return explained.sort(
    (a, b) =>
      levelOrder(a) - levelOrder(b) ||
      b.weightNs - a.weightNs ||
      b.threadTimeLostNs - a.threadTimeLostNs ||
      (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}

/** A cause accounts for a consequence when at least half as much is at stake for it; a small one leaves the rest unexplained. */
function explainsAway(cause: Finding, finding: Finding): boolean {
  if (cause === finding || cause.level !== 'problem' || !cause.explains.includes(finding.id)) return false;
  // Where two blame each other the one with more at stake is the cause.
  const mutual = finding.explains.includes(cause.id) && finding.weightNs > cause.weightNs;
  return !mutual && cause.weightNs >= finding.weightNs * MAJORITY;
}

function levelOrder({ level }: Finding): number {
  return level === 'problem' ? 0 : 1;
}
