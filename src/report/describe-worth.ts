import { findRecommendation } from './find-recommendation.js';
import type { Report, ReportFinding } from './report.js';
import { sayPrediction } from './say-prediction.js';

/**
 * What the change that answers a finding is worth, in a line that says how it is known: "Worth: predicted ×1.8 (1.7–1.9), with
 * holds of lock 1 half as long"; "Not worth it: …" with the reason. Empty where no change was looked at.
 */
export function describeWorth(report: Pick<Report, 'predictions'>, finding: Pick<ReportFinding, 'answeredBy'>): string {
  const found = findRecommendation(report, finding);
  if (found === undefined) return '';
  const { ranking } = report.predictions;
  const said = sayPrediction(found.prediction);
  if (ranking.refused.some(({ key }) => key === found.key)) return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
  const left = ranking.notWorthIt.find(({ recommendation }) => recommendation.key === found.key);
  return left === undefined
    ? `Worth: ${said}, with this change: ${found.title}`
    : `Not worth it, ${said}: ${found.title}. ${left.reason}`;
}
