/** Texts about a finding, alike in lenses, diagnostics and hovers. */
import * as vscode from 'vscode';
import { formatInterval, formatShare, formatValue } from '../../report/format.js';
import type { ReportFinding } from '../../report/report.js';
import { isRefusal, sayPrediction, sayShortReason } from '../../report/say-prediction.js';
import { sayWorthHere } from '../../report/say-worth.js';
import { escapeMarkdown } from '../escape-markdown.js';
import { InnerCommand } from '../names.js';
import type { ShownFinding } from './shown-findings.js';

/** An editor shows about so much of a line; of a longer one, what is sought comes first. */
const MAX_SENTENCE = 120;

/** The report has the rest. */
const MAX_EVIDENCE = 4;

/** A command as a link for Markdown and diagnostics. */
export function commandUri(command: string, ...parameters: unknown[]): vscode.Uri {
  return vscode.Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify(parameters))}`);
}

export function iconOf({ level }: ReportFinding): string {
  return level === 'problem' ? '$(warning)' : '$(info)';
}

/** The finding in one line, for the place it is about, and what changing it is worth. */
export function headlineOf({ finding, mark, worth, answer }: ShownFinding): string {
  const { title, site } = finding;
  if (mark.stale) return vscode.l10n.t('Stale, this line has changed since the run: {0}', title);
  const here = site === null ? title : title.replace(`at ${site.label}`, vscode.l10n.t('here'));
  if (worth === null) return here;
  if (isRefusal(worth)) return `${here} · ${vscode.l10n.t('no prediction: {0}', sayShortReason(worth))}`;
  const sentence = answer === null ? undefined : sayWorthHere(finding, answer, worth);
  return sentence === undefined || sentence.length > MAX_SENTENCE ? `${sayPrediction(worth)} · ${here}` : sentence;
}

/** Problems that were at work long enough to be worth a line in the code. */
export function isWorthALine({ finding }: ShownFinding, minimumSharePercent: number): boolean {
  return finding.level === 'problem' && finding.makespanShare * 100 >= minimumSharePercent;
}

/**
 * Evidence, what it rests on, advice and where to read on.
 *
 * @param memory what the memory pass saw there, in sentences
 * @param withTitle false where a diagnostic beside it has title and advice already
 */
export function describeFinding(
  { finding, mark, worth, answer }: ShownFinding,
  { runId, withTitle, memory }: { runId: string; withTitle: boolean; memory: readonly string[] },
): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: [InnerCommand.openFinding, InnerCommand.openFindingPage] };
  if (withTitle) text.appendMarkdown(`${iconOf(finding)} **${escapeMarkdown(finding.title)}**\n\n`);
  if (mark.stale) {
    text.appendMarkdown(`$(history) ${escapeMarkdown(vscode.l10n.t('This line has changed since the run.'))}\n\n`);
  }
  for (const line of [...memory, ...evidenceLines(finding)]) text.appendMarkdown(`- ${escapeMarkdown(line)}\n`);
  if (withTitle) {
    const { text: advice, effort } = finding.recommendation;
    text.appendMarkdown(`\n$(lightbulb) ${escapeMarkdown(`${advice} (${effort})`)}`);
  }
  if (worth !== null) text.appendMarkdown(`\n\n$(graph) ${escapeMarkdown(sayPrediction(worth))}`);
  const whyByHand = answer?.whyByHand ?? null;
  if (whyByHand !== null) {
    text.appendMarkdown(`\n\n$(edit) ${escapeMarkdown(vscode.l10n.t('To be made by hand. {0}', whyByHand))}`);
  }
  const report = commandUri(InnerCommand.openFinding, runId, finding.key).toString();
  const page = commandUri(InnerCommand.openFindingPage, finding.id).toString();
  text.appendMarkdown(
    `\n\n[${vscode.l10n.t('Open in report')}](${report}) · [${vscode.l10n.t('About {0}', finding.id)}](${page})`,
  );
  return text;
}

/** Stands before all evidence of a run that was disturbed. */
export function describeCaveat(caveat: string): vscode.MarkdownString {
  return new vscode.MarkdownString(`$(question) ${escapeMarkdown(caveat)}`, true);
}

function evidenceLines({ evidence, makespanShare, threadTimeShare, sampleSize }: ReportFinding): string[] {
  const measured = evidence.slice(0, MAX_EVIDENCE).map(({ label, value, unit, interval, samples }) => {
    const notes = [
      ...(interval === undefined ? [] : [vscode.l10n.t('90 % interval {0}', formatInterval({ interval, unit }))]),
      ...(samples === undefined ? [] : [vscode.l10n.t('{0} samples', samples)]),
    ];
    return `${label}: ${formatValue(value, unit)}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
  });
  return [
    ...measured,
    vscode.l10n.t(
      'At work during {0} of the run; {1} of all thread time lost',
      formatShare(makespanShare),
      formatShare(threadTimeShare),
    ),
    vscode.l10n.t('Rests on {0} events', sampleSize),
  ];
}
