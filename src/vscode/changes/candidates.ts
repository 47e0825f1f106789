/** Changes that can be predicted, verified or applied, as the editor knows them: recommendations of a report, and edits not saved yet. */
import * as vscode from 'vscode';
import type { Effort } from '../../detect/finding.js';
import type { Edit } from '../../predict/edit.js';
import type { Interval, Prediction, Refusal } from '../../predict/prediction.js';
import type { Change } from '../../recommend/recommendation.js';
import { findRecommendation } from '../../report/find-recommendation.js';
import type { Report, ReportFinding, ReportRecommendation } from '../../report/report.js';
import { isRefusal } from '../../report/say-prediction.js';
import { sourceLanguageOf } from '../inline/selector.js';

/** The key of what is changed in editors and not saved. */
export const UNSAVED_KEY = 'unsaved';

export interface Candidate {
  /** Recommendation.key, or UNSAVED_KEY. */
  key: string;
  title: string;
  edits: Edit[];
  /** Null: by hand only. */
  change: Change | null;
  effort: Effort | null;
  /** ReportFinding.key of the finding it answers. */
  findingKey: string | null;
  prediction: Prediction | Refusal | null;
  predicted: { speedUp: number; interval: Interval } | null;
  /** Why a ranking by gain leaves it out; null for what is worth doing. */
  notWorthIt: string | null;
}

/** In the order to do them: worth it, not worth it, refused. */
export function candidatesOf({ predictions }: Report): Candidate[] {
  const { ranking } = predictions;
  return [
    ...ranking.worthIt.map(({ recommendation }) => toCandidate(recommendation, null)),
    ...ranking.notWorthIt.map(({ recommendation, reason }) => toCandidate(recommendation, reason)),
    ...ranking.refused.map((recommendation) => toCandidate(recommendation, null)),
  ];
}

function toCandidate(recommendation: ReportRecommendation, notWorthIt: string | null): Candidate {
  const { key, title, edit, change, effort, findingKey, prediction } = recommendation;
  const predicted = isRefusal(prediction)
    ? null
    : { speedUp: prediction.speedUp, interval: prediction.speedUpInterval };
  return { key, title, edits: [edit], change, effort, findingKey, prediction, predicted, notWorthIt };
}

/** What the change is predicted to be worth that answers the finding, or why that is not known; null: none was looked at. */
export function worthOf(report: Report, finding: ReportFinding): Prediction | Refusal | null {
  return findRecommendation(report, finding)?.prediction ?? report.predictions.refusal;
}

/** What stands changed and unsaved in editors, as a change to try before it is saved. */
export function unsavedChanges(): Candidate | undefined {
  const documents = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && document.uri.scheme === 'file' && sourceLanguageOf(document) !== undefined,
  );
  if (documents.length === 0) return undefined;
  const names = documents.map(({ uri }) => vscode.workspace.asRelativePath(uri));
  return {
    key: UNSAVED_KEY,
    title: vscode.l10n.t('Unsaved changes in {0}', names.join(', ')),
    edits: [],
    change: {
      kind: 'files',
      files: documents.map((document) => ({ path: document.uri.fsPath, content: document.getText() })),
    },
    effort: null,
    findingKey: null,
    prediction: null,
    predicted: null,
    notWorthIt: null,
  };
}
