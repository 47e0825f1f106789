import { listRecommendations } from '../report/find-recommendation.js';
import type { Report, ReportRecommendation } from '../report/report.js';
import { isRefusal, sayPrediction } from '../report/say-prediction.js';
import type { Verification } from '../verify/verification.js';
import { CliError, ExitCode } from './exit-codes.js';

/** By its key, or by its number in `describeRecommendations`. @throws CliError when there is no such recommendation */
export function chooseRecommendation({ predictions }: Report, what: string): ReportRecommendation {
  const all = listRecommendations(predictions);
  const chosen = all.find(({ key }) => key === what) ?? (/^\d+$/.test(what) ? all[Number(what) - 1] : undefined);
  if (chosen !== undefined) return chosen;
  const known = all.length === 0 ? 'The run has none.' : `There are: ${all.map(({ key }) => key).join(', ')}.`;
  throw new CliError(ExitCode.Usage, `There is no recommendation ${what}. ${known}`);
}

/** All of them, numbered. */
export function describeRecommendations({ predictions, run }: Report): string {
  const all = listRecommendations(predictions);
  if (all.length === 0) return `The run ${run.id} has no recommendation to verify.\n`;
  const lines = all.map((recommendation, index) => {
    const { key, title, change, prediction } = recommendation;
    const how = change === null ? '; by hand: verify it with --change FILE=REPLACEMENT' : '';
    return `${String(index + 1).padStart(2)}  ${key}  ${title}\n    ${sayPrediction(prediction)}${how}`;
  });
  return `Recommendations of the run ${run.id}; verify one with threadwise verify <number or key>:\n${lines.join('\n')}\n`;
}

export function predictedOf({ prediction }: ReportRecommendation): Verification['predicted'] {
  if (isRefusal(prediction)) return null;
  return { speedUp: prediction.speedUp, interval: prediction.speedUpInterval };
}
