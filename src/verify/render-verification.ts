import { percent } from './judge.js';
import type { Verification } from './verification.js';

/** What was observed, for a terminal. */
export function renderVerification({ title, message, observed, output, asPredicted }: Verification): string {
  const { pairs, effectSize, minimumDetectable, disturbedPairs, foreignShare } = observed;
  const lines = [title, message];
  if (asPredicted !== null) lines.push(asPredicted ? 'As predicted.' : 'The prediction did not hold it.');
  if (pairs > 1) {
    const foreign = foreignShare === null ? '' : `, others used ${percent(foreignShare)} of the machine`;
    const disturbed = disturbedPairs === 0 ? '' : `, ${disturbedPairs} more left out for that`;
    lines.push(
      `${pairs} pairs can show ${percent(minimumDetectable - 1)}; effect size ${effectSize.toFixed(2)} (Cliff's delta)${foreign}${disturbed}.`,
    );
  }
  lines.push(output.same ? 'The output is the same.' : 'The output differs:');
  lines.push(...output.differences.map((difference) => `  ${difference}`), ...output.notes);
  return `${lines.join('\n')}\n`;
}
