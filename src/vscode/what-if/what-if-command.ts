/** "What If…": pick what to turn, see what each value would be worth, replayed while one looks. */
import * as vscode from 'vscode';
import type { Knob } from '../../predict/knobs.js';
import { formatNs } from '../../report/format.js';
import { isRefusal, sayPrediction, sayReason } from '../../report/say-prediction.js';
import type { Report } from '../../report/report.js';
import { currentRun } from '../changes/change-commands.js';
import { registerCommand } from '../commands/notify.js';
import type { ShownFindings } from '../inline/shown-findings.js';
import { Command } from '../names.js';
import type { RunStore, StoredRun } from '../results/run-store.js';
import type { Analysis, Explorer } from '../run/analysis.js';
import { TargetError } from '../targets/target.js';
import { formatKnobValue } from './format-knob.js';
import { pickValue, type Picked } from './pick-value.js';

interface Parts {
  store: RunStore;
  shown: ShownFindings;
  analysis: Analysis;
  openReport: (run: StoredRun, report: Report) => void;
  log: vscode.LogOutputChannel;
}

export function registerWhatIfCommand({ store, shown, analysis, openReport, log }: Parts): vscode.Disposable {
  return registerCommand(Command.whatIf, log, async () => {
    const run = await currentRun(store, shown);
    const explorer = analysis.explore(run.dir);
    const knobs = await loadKnobs(explorer);
    const knob = await pickKnob(knobs);
    const picked = knob && (await pickValue(knob, explorer));
    if (picked === undefined) return;
    const showReport = vscode.l10n.t('Show Report');
    const message = describeAnswer(picked, run.summary.makespanNs);
    log.info(`what if, run ${run.id}: ${message}`);
    if ((await vscode.window.showInformationMessage(message, showReport)) === showReport) {
      openReport(run, await store.readReport(run));
    }
  });
}

/** @throws TargetError with the reason where nothing can be predicted */
async function loadKnobs(explorer: Explorer): Promise<Knob[]> {
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Preparing the replay') };
  const { knobs, refusal } = await vscode.window.withProgress(options, () => explorer.listKnobs());
  if (refusal !== null) {
    throw new TargetError(vscode.l10n.t('Nothing can be predicted for this run: {0}.', sayReason(refusal)));
  }
  return knobs;
}

async function pickKnob(knobs: readonly Knob[]): Promise<Knob | undefined> {
  const items = knobs.flatMap((knob, index) => {
    const { label, subject, unit, now } = knob;
    const description = unit === 'switch' ? '' : vscode.l10n.t('now {0}', formatKnobValue(knob, now));
    const heading = { label: subject, kind: vscode.QuickPickItemKind.Separator };
    return [...(knobs[index - 1]?.subject === subject ? [] : [heading]), { label, description, knob }];
  });
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { knob?: Knob }>(items, {
    placeHolder: vscode.l10n.t('What if this were different?'),
    matchOnDescription: true,
  });
  return picked?.knob;
}

function describeAnswer({ knob, value, answer }: Picked, recordedNs: number): string {
  const what =
    knob.unit === 'switch'
      ? `${knob.label} (${knob.subject})`
      : `${knob.label}: ${formatKnobValue(knob, value)} (${knob.subject})`;
  if (isRefusal(answer)) return `${what}: ${sayPrediction(answer)}.`;
  const assumption = answer.assumptions[0];
  const told = vscode.l10n.t(
    '{0}: {1}; {2} instead of {3}.',
    what,
    sayPrediction(answer),
    formatNs(answer.makespanNs),
    formatNs(recordedNs),
  );
  return assumption === undefined ? told : `${told} ${assumption}`;
}
