import * as vscode from 'vscode';
import { formatNs } from '../../report/format.js';
import type { ReportFinding } from '../../report/report.js';
import { escapeMarkdown } from '../escape-markdown.js';
import type { ShownFindings } from '../inline/shown-findings.js';
import { Command, InnerCommand, ViewId } from '../names.js';
import type { RunStore, StoredRun } from '../results/run-store.js';

/** What menu commands of the view are handed. */
export type RunsNode = { kind: 'run'; run: StoredRun } | { kind: 'finding'; run: StoredRun; finding: ReportFinding };

/** The runs of the workspace, newest first; under each its findings. */
export function registerRunsView(store: RunStore, shown: ShownFindings): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.TreeDataProvider<RunsNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (node) => {
      if (node === undefined) return (await store.list()).map((run) => ({ kind: 'run', run }));
      if (node.kind === 'finding') return [];
      const { findings } = await store.readReport(node.run);
      return findings.map((finding) => ({ kind: 'finding', run: node.run, finding }));
    },
    getTreeItem: (node) =>
      node.kind === 'run' ? runItem(node, shown.runId() === node.run.id) : findingItem(node.run, node.finding),
  };
  let shownId = shown.runId();
  return vscode.Disposable.from(
    changed,
    vscode.window.registerTreeDataProvider(ViewId.runs, provider),
    store.onDidChange(() => changed.fire()),
    shown.onDidChange(() => {
      // Also fires with each edit of a file; the list cares only which run is shown.
      if (shownId === shown.runId()) return;
      shownId = shown.runId();
      changed.fire();
    }),
  );
}

function runItem(node: RunsNode, isShown: boolean): vscode.TreeItem {
  const { id, summary } = node.run;
  const { failure, problems, infos, label } = summary;
  const isExpandable = failure === undefined && problems + infos > 0;
  const item = new vscode.TreeItem(
    label,
    isExpandable ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  // With the state of being shown, or an item that was folded would keep its old look.
  item.id = `${id}/${isShown}`;
  item.description = describeRun(summary, isShown);
  item.iconPath = iconOfRun(summary);
  item.tooltip = tooltipOf(summary);
  item.command = { command: Command.openReport, title: vscode.l10n.t('Open Report'), arguments: [node] };
  item.contextValue = failure !== undefined ? 'failed' : isShown ? 'runShown' : 'runHidden';
  return item;
}

function describeRun({ startedAt, failure, problems }: StoredRun['summary'], isShown: boolean): string {
  const result =
    failure !== undefined
      ? vscode.l10n.t('no report')
      : problems === 1
        ? vscode.l10n.t('1 problem')
        : vscode.l10n.t('{0} problems', problems);
  return [result, formatTime(new Date(startedAt)), ...(isShown ? [vscode.l10n.t('in the editor')] : [])].join(' · ');
}

/** Today's runs by their time, older ones with their day. */
function formatTime(time: Date): string {
  const isToday = time.toDateString() === new Date().toDateString();
  return time.toLocaleString(vscode.env.language, { ...(isToday ? {} : { dateStyle: 'short' }), timeStyle: 'short' });
}

function iconOfRun({ failure, problems }: StoredRun['summary']): vscode.ThemeIcon {
  if (failure !== undefined) return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  return problems > 0
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : new vscode.ThemeIcon('pass');
}

function tooltipOf({ label, headline, makespanNs, failure }: StoredRun['summary']): vscode.MarkdownString {
  const took = failure === undefined ? [vscode.l10n.t('Took {0}', formatNs(makespanNs))] : [];
  return new vscode.MarkdownString(
    [`**${escapeMarkdown(label)}**`, ...[headline, ...took].map(escapeMarkdown)].join('\n\n'),
  );
}

function findingItem({ id }: StoredRun, { key, title, level, site }: ReportFinding): vscode.TreeItem {
  const item = new vscode.TreeItem(title);
  item.tooltip = title;
  if (site !== null) item.description = site.label;
  item.iconPath = new vscode.ThemeIcon(
    level === 'problem' ? 'warning' : 'info',
    new vscode.ThemeColor(level === 'problem' ? 'list.warningForeground' : 'foreground'),
  );
  item.command =
    site === null
      ? { command: InnerCommand.openFinding, title: vscode.l10n.t('Open in report'), arguments: [id, key] }
      : { command: InnerCommand.openPlace, title: vscode.l10n.t('Go to the line'), arguments: [site] };
  return item;
}
