/** The runs of a workspace: one folder each, in the storage VS Code keeps for the workspace outside of it. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../report/report.js';
import { ContextKey } from '../names.js';
import { readSummary, writeSummary, type RunSummary } from './run-summary.js';

export interface StoredRun {
  id: string;
  dir: string;
  summary: RunSummary;
}

export interface RunStore extends vscode.Disposable {
  onDidChange: vscode.Event<void>;
  /** Newest first. */
  list(): Promise<StoredRun[]>;
  find(id: string): Promise<StoredRun | undefined>;
  /** The folder of a new run; it is listed once it is finished. */
  begin(): Promise<string>;
  /** Keeps the run, and only so many in all. */
  finish(runDir: string, summary: RunSummary, keep: number): Promise<StoredRun>;
  /** @throws ReportError, or the file system's */
  readReport(run: StoredRun): Promise<Report>;
  remove(run: StoredRun): Promise<void>;
  clear(): Promise<void>;
}

export function openRunStore({ storageUri, globalStorageUri }: vscode.ExtensionContext): RunStore {
  const root = join((storageUri ?? globalStorageUri).fsPath, 'runs');
  const changed = new vscode.EventEmitter<void>();
  /** Runs under way: neither listed nor cleared away. */
  const unfinished = new Set<string>();

  const readRun = async (id: string): Promise<StoredRun | undefined> => {
    const dir = join(root, id);
    const summary = await readSummary(dir);
    return summary && { id, dir, summary };
  };
  const list = async (): Promise<StoredRun[]> => {
    const runs = await Promise.all((await listFolders(root)).map(readRun));
    return runs.filter((run) => run !== undefined).sort((a, b) => b.id.localeCompare(a.id));
  };
  const announce = async (): Promise<void> => {
    await vscode.commands.executeCommand('setContext', ContextKey.hasRuns, (await list()).length > 0);
    changed.fire();
  };
  const removeFolders = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids.filter((one) => !unfinished.has(one)))
      await rm(join(root, id), { recursive: true, force: true });
    await announce();
  };

  void announce();
  return {
    onDidChange: changed.event,
    list,
    find: readRun,
    begin: async () => {
      const id = new Date().toISOString().replaceAll(/[:.]/g, '-');
      const dir = join(root, id);
      await mkdir(dir, { recursive: true });
      unfinished.add(id);
      return dir;
    },
    finish: async (dir, summary, keep) => {
      await writeSummary(dir, summary);
      unfinished.delete(basename(dir));
      // Newest first: what is left over by a window that was closed during a run goes the same way.
      const folders = (await listFolders(root)).sort().reverse();
      await removeFolders(folders.slice(keep));
      return { id: basename(dir), dir, summary };
    },
    readReport: async ({ dir }) => {
      const { parseReport } = await import('../../report/parse-report.js');
      const file = join(dir, 'report.json');
      return parseReport(await readFile(file, 'utf8'), file);
    },
    remove: ({ id }) => removeFolders([id]),
    clear: async () => removeFolders(await listFolders(root)),
    dispose: () => changed.dispose(),
  };
}

async function listFolders(root: string): Promise<string[]> {
  try {
    return await readdir(root);
  } catch {
    return []; // nothing was ever stored
  }
}
