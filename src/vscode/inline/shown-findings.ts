/** The findings of the run whose results stand in the editors, on the lines where they are now. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Prediction, Refusal } from '../../predict/prediction.js';
import { findRecommendation } from '../../report/find-recommendation.js';
import type { Place, Report, ReportFinding, ReportRecommendation } from '../../report/report.js';
import { followChanges, placeMarks, type LineMark } from '../../source/track-lines.js';
import type { Installation } from '../installation.js';
import { uriOfPlace } from '../report/place-uri.js';
import { worthOf } from '../changes/candidates.js';
import { placesOf, type PlaceSnapshot } from '../results/snapshot-places.js';

/** A finding at its site. */
export interface ShownFinding {
  finding: ReportFinding;
  /** What the change that answers it is worth, or why that is not known; null where there is none. */
  worth: Prediction | Refusal | null;
  /** That change. */
  answer: ReportRecommendation | null;
  mark: LineMark;
  /** 0-based; where on the line the call is. */
  column: number;
}

export interface ShownFindings extends vscode.Disposable {
  onDidChange: vscode.Event<void>;
  /** Id of the run shown, if any. */
  runId(): string | undefined;
  report(): Report | undefined;
  /** Why the run bears no firm conclusions, if so. */
  caveat(): string | undefined;
  show(runId: string, report: Report, snapshot: PlaceSnapshot): Promise<void>;
  clear(): void;
  /** In order of rank. */
  findingsIn(uri: vscode.Uri): ShownFinding[];
  files(): vscode.Uri[];
  /** A line of the report's, 1-based, where it is now. Undefined when it is not followed. */
  markAt(file: string, line: number): LineMark | undefined;
  /** Where a place is now. Undefined when it lies in no file. */
  locate(place: Place): { location: vscode.Location; mark: LineMark } | undefined;
}

interface TrackedFile {
  uri: vscode.Uri;
  /** Marks by the 1-based line the report names. */
  marks: Map<number, LineMark>;
}

/** @param installation whose own files are no place to show findings in, like those of dependencies */
export function trackShownFindings({ root }: Installation, log: vscode.LogOutputChannel): ShownFindings {
  const changed = new vscode.EventEmitter<void>();
  let shown: { runId: string; report: Report } | undefined;
  let files = new Map<string, TrackedFile>();

  const update = (file: TrackedFile, move: (marks: LineMark[]) => LineMark[]): void => {
    const lines = [...file.marks.keys()];
    const moved = move([...file.marks.values()]);
    file.marks = new Map(moved.map((mark, index) => [lines[index] ?? 0, mark]));
  };
  const reset = (): void => {
    shown = undefined;
    files = new Map();
  };
  const findFile = (file: string): TrackedFile | undefined => {
    const uri = uriOfPlace(file);
    return uri && files.get(uri.toString());
  };

  const listeners = [
    vscode.workspace.onDidOpenTextDocument((document) => {
      const file = files.get(document.uri.toString());
      if (file === undefined) return;
      update(file, (marks) => placeMarks(marks, document.getText()));
      changed.fire();
    }),
    vscode.workspace.onDidCloseTextDocument(async ({ uri }) => {
      const file = files.get(uri.toString());
      if (file === undefined) return;
      // Edits that were not saved are gone with the document.
      const text = await readText(uri);
      update(file, (marks) => placeMarks(marks, text ?? ''));
      changed.fire();
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const file = files.get(document.uri.toString());
      if (file === undefined || contentChanges.length === 0) return;
      const changes = contentChanges.map(({ range, text }) => ({
        startLine: range.start.line,
        startCharacter: range.start.character,
        endLine: range.end.line,
        endCharacter: range.end.character,
        text,
      }));
      update(file, (marks) => followChanges(marks, changes, document.getText()));
      changed.fire();
    }),
  ];

  return {
    onDidChange: changed.event,
    runId: () => shown?.runId,
    report: () => shown?.report,
    caveat: () => shown?.report.verdicts.find(({ id }) => id === 'inconclusive')?.message,
    show: async (runId, report, snapshot) => {
      const next = trackPlaces(
        placesOf(report).filter(({ file }) => isOfTheUser(file, root)),
        snapshot,
      );
      for (const file of next.values()) {
        const text = await readText(file.uri);
        if (text === undefined) log.debug(`${file.uri.fsPath} of the report cannot be read`);
        update(file, (marks) => placeMarks(marks, text ?? ''));
      }
      shown = { runId, report };
      files = next;
      changed.fire();
    },
    clear: () => {
      reset();
      changed.fire();
    },
    files: () => [...files.values()].map(({ uri }) => uri),
    findingsIn: (uri) =>
      (shown?.report.findings ?? []).flatMap((finding) => {
        const { site } = finding;
        if (shown === undefined || site === null || uriOfPlace(site.file)?.toString() !== uri.toString()) return [];
        const mark = findFile(site.file)?.marks.get(site.line);
        if (mark === undefined) return [];
        const answer = findRecommendation(shown.report, finding) ?? null;
        return [{ finding, worth: worthOf(shown.report, finding), answer, mark, column: Math.max(0, site.column - 1) }];
      }),
    markAt: (file, line) => findFile(file)?.marks.get(line),
    locate: ({ file, line, column }) => {
      const tracked = findFile(file);
      const mark = tracked?.marks.get(line);
      if (tracked === undefined || mark === undefined) return undefined;
      return {
        location: new vscode.Location(tracked.uri, new vscode.Position(mark.line, Math.max(0, column - 1))),
        mark,
      };
    },
    dispose: () => {
      reset();
      for (const listener of listeners) listener.dispose();
      changed.dispose();
    },
  };
}

/** A finding inside a dependency stands in the report only: its line is nobody's to change. */
function isOfTheUser(file: string, root: vscode.Uri): boolean {
  const dist = vscode.Uri.joinPath(root, 'dist').fsPath;
  return !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(dist);
}

function trackPlaces(
  places: readonly Pick<Place, 'file' | 'line'>[],
  snapshot: PlaceSnapshot,
): Map<string, TrackedFile> {
  const files = new Map<string, TrackedFile>();
  for (const { file, line } of places) {
    const uri = uriOfPlace(file);
    if (uri === undefined) continue;
    const tracked = files.get(uri.toString()) ?? { uri, marks: new Map<number, LineMark>() };
    tracked.marks.set(line, { line: line - 1, text: snapshot[file]?.[line] ?? null, stale: false });
    files.set(uri.toString(), tracked);
  }
  return files;
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    return await readFile(uri.fsPath, 'utf8');
  } catch {
    return undefined;
  }
}
