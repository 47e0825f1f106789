/** What the report page can ask for besides places to open: predictions, verifications, edits. */
import * as vscode from 'vscode';
import type { HostMessage, PageMessage } from '../../protocol/messages.js';
import type { ObservedChange, WhatIfAnswer } from '../../protocol/what-if.js';
import type { Prediction, Refusal } from '../../predict/prediction.js';
import type { Report } from '../../report/report.js';
import { isRefusal, sayReason } from '../../report/say-prediction.js';
import type { Verification } from '../../verify/verification.js';
import { candidatesOf, type Candidate } from '../changes/candidates.js';
import type { ChangeActions } from '../changes/change-actions.js';
import type { Verifier } from '../changes/verifier.js';
import type { StoredRun } from '../results/run-store.js';
import { Command } from '../names.js';
import type { Explorer } from '../run/analysis.js';
import type { MemoryLooker, MemoryProgress } from '../run/memory-looker.js';

/** For one page, as long as it is open. */
export interface PageServices extends vscode.Disposable {
  answer(message: PageMessage): Promise<void>;
  /** What the page is told before it asks. */
  greet(): Promise<void>;
}

interface Parts {
  report: Report;
  explorer: Explorer;
  post: (message: HostMessage) => void;
  /** Absent for a trace that is no run of this workspace: there is no telling how to run it again. */
  run?: { stored: StoredRun; verifier: Verifier; looker: MemoryLooker; actions: ChangeActions };
}

export function createPageServices({ report, explorer, post, run }: Parts): PageServices {
  const tellVerifications = async (): Promise<void> => {
    if (run === undefined) return;
    const { verifications, calibration } = await run.verifier.readLedger();
    const observed = verifications.filter(({ runId }) => runId === run.stored.id).flatMap(toObserved);
    post({ type: 'verifications', canVerify: vscode.workspace.isTrusted, observed, calibration });
  };
  const tellMemoryPass = async (progress: MemoryProgress | null): Promise<void> => {
    if (run === undefined) return;
    const canRun = vscode.workspace.isTrusted && (await run.looker.canLook(run.stored));
    post({ type: 'memoryPass', canRun, progress: progress?.runId === run.stored.id ? progress.text : null });
  };
  const greet = async (): Promise<void> => {
    await tellVerifications();
    await tellMemoryPass(run?.looker.progress() ?? null);
  };
  const find = (key: string): Candidate | undefined => candidatesOf(report).find((one) => one.key === key);

  const listeners =
    run === undefined
      ? []
      : [
          run.verifier.onProgress((progress) => post({ type: 'verifying', progress })),
          run.verifier.onDidVerify(tellVerifications),
          run.looker.onProgress(tellMemoryPass),
          vscode.workspace.onDidGrantWorkspaceTrust(greet),
        ];
  return {
    greet,
    answer: async (message) => {
      switch (message.type) {
        case 'verify':
        case 'applyChange': {
          const candidate = find(message.key);
          if (run === undefined || candidate === undefined) return;
          if (message.type === 'verify') await run.actions.verify(run.stored, report, candidate);
          else await run.actions.apply(candidate);
          return;
        }
        case 'lookAtMemory':
          if (run !== undefined) await vscode.commands.executeCommand(Command.lookAtMemory, run.stored.id);
          return;
        case 'listKnobs': {
          const { knobs, refusal } = await explorer
            .listKnobs()
            .catch((error: unknown) => ({ knobs: [], refusal: toRefusal(error) }));
          return post({ type: 'knobs', knobs, refusal: refusal && sayReason(refusal) });
        }
        case 'whatIf':
          return post({
            type: 'whatIfAnswer',
            id: message.id,
            answer: toAnswer(await explorer.whatIf(message.changes).catch(toRefusal)),
          });
        default:
      }
    },
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}

/** The page waits for an answer, whatever becomes of the replay. */
function toRefusal(error: unknown): Refusal {
  return { reasons: [{ code: 'incomplete', message: error instanceof Error ? error.message : String(error) }] };
}

function toAnswer(answer: Prediction | Refusal): WhatIfAnswer {
  if (isRefusal(answer)) return { kind: 'refused', reasons: answer.reasons.map(({ message }) => message) };
  const { speedUp, speedUpInterval, makespanNs, makespanInterval, assumptions, extrapolated } = answer;
  return {
    kind: 'predicted',
    speedUp,
    interval: speedUpInterval,
    makespanNs,
    makespanInterval,
    assumptions,
    extrapolated,
  };
}

/** One in which no pair was finished observed nothing. */
function toObserved({ observed, output, predicted, ...rest }: Verification): ObservedChange[] {
  const { speedUp, interval, pairs } = observed;
  if (!Number.isFinite(speedUp)) return [];
  const { key, title, at, verdict, message, asPredicted } = rest;
  const { differences } = output;
  return [{ key, title, at, verdict, message, asPredicted, speedUp, interval, pairs, predicted, differences }];
}
