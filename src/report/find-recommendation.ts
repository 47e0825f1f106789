import type { Report, ReportFinding, ReportPredictions, ReportRecommendation } from './report.js';

/** All there are: worth it, not worth it, refused; in that order. */
export function listRecommendations({ ranking }: ReportPredictions): ReportRecommendation[] {
  return [
    ...ranking.worthIt.map(({ recommendation }) => recommendation),
    ...ranking.notWorthIt.map(({ recommendation }) => recommendation),
    ...ranking.refused,
  ];
}

/** Key of the recommendation that answers a finding best; null where none does. */
export function findAnswer(predictions: ReportPredictions, findingKey: string): string | null {
  return listRecommendations(predictions).find((found) => found.findingKey === findingKey)?.key ?? null;
}

/** The recommendation that answers a finding best. */
export function findRecommendation(
  { predictions }: Pick<Report, 'predictions'>,
  { answeredBy }: Pick<ReportFinding, 'answeredBy'>,
): ReportRecommendation | undefined {
  return listRecommendations(predictions).find(({ key }) => key === answeredBy);
}
