/** What the report predicts for the answer to a finding. */
import { readRunTrace } from '../../../src/analyze-run.ts';
import { detect } from '../../../src/detect/detect.ts';
import { addMemory } from '../../../src/model/memory/add-memory.ts';
import { buildProfile } from '../../../src/model/build-profile.ts';
import { estimateMachine } from '../../../src/predict/estimate-machine.ts';
import type { Prediction, Refusal } from '../../../src/predict/prediction.ts';
import { readMemory } from '../../../src/read-memory.ts';
import { readSourceMap } from '../../../src/read-source-map.ts';
import { predictRun } from '../../../src/recommend/predict-run.ts';
import type { Ranking } from '../../../src/recommend/recommendation.ts';
import type { Report } from '../../../src/report/report.ts';
import { decodeTrace } from '../../../src/trace/decode.ts';
import type { Predicted } from './judge.mts';

/** Of a recommendation, in a report and before it is put into one. */
interface Answer {
  findingId: string | null;
  prediction: Prediction | Refusal;
}

/** The best answer to the first finding of this id; a sentence where nothing is predicted. */
export function predictedGain(report: Report, findingId: string): Predicted | string {
  const { worthIt, notWorthIt, refused } = report.predictions.ranking;
  const ids = new Map(report.findings.map(({ key, id }) => [key, id]));
  const all = [...[...worthIt, ...notWorthIt].map(({ recommendation }) => recommendation), ...refused];
  return bestOf(
    all.map(({ findingKey, prediction }) => ({
      findingId: findingKey === null ? null : (ids.get(findingKey) ?? null),
      prediction,
    })),
    findingId,
  );
}

/** The same from the run's folder, although others used the machine: to work on the predictor with, not to judge it by. */
export async function predictedGainAtAnyLoad(runDir: string, findingId: string): Promise<Predicted | string> {
  const { trace, machine } = await readRunTrace(runDir);
  const timed = buildProfile(decodeTrace(trace), { readSourceMap });
  const memory = await readMemory(runDir, timed.run.argv[1]);
  const profile = memory === undefined ? timed : addMemory(timed, memory, { readSourceMap });
  profile.host.foreignShare = 0;
  const { ranking } = predictRun(profile, detect(profile), machine ?? estimateMachine(profile));
  return bestOf(listAnswers(ranking), findingId);
}

function listAnswers({ worthIt, notWorthIt, refused }: Ranking): Answer[] {
  const all = [...[...worthIt, ...notWorthIt].map(({ recommendation }) => recommendation), ...refused];
  return all.map(({ finding, prediction }) => ({ findingId: finding, prediction }));
}

function bestOf(answers: Answer[], findingId: string): Predicted | string {
  const own = answers.filter((answer) => answer.findingId === findingId).map(({ prediction }) => prediction);
  const best = own
    .flatMap((prediction) => ('reasons' in prediction ? [] : [prediction]))
    .toSorted((a, b) => b.speedUp - a.speedUp)[0];
  if (best !== undefined) return { speedUp: best.speedUp, interval: best.speedUpInterval };
  const reasons = own.flatMap((prediction) => ('reasons' in prediction ? prediction.reasons : []));
  const said = [...new Set(reasons.map(({ message }) => message))].join(' ');
  return said === '' ? 'no answer was replayed' : said;
}
