/** The settings, each read here and nowhere else. */
import * as vscode from 'vscode';

export interface Settings {
  profileLens: boolean;
  findings: {
    display: 'lens' | 'endOfLine' | 'off';
    /** Per cent of the makespan. */
    minimumShare: number;
    diagnostics: boolean;
  };
  openReport: boolean;
  nodePath: string;
  nodeArguments: string[];
  /** 0 = left to the workload. */
  workloadThreads: number;
  /** 0 = no limit. */
  maximumSeconds: number;
  keepRuns: number;
  /** `auto`: after a run in which CPU-bound code makes it worth it. */
  memoryPass: 'auto' | 'never';
}

const SECTION = 'threadwise';

/** @param scope whose folder's settings apply; the window's when left out */
export function readSettings(scope?: vscode.Uri): Settings {
  const section = vscode.workspace.getConfiguration(SECTION, scope ?? null);
  const read = <T>(key: string): T => {
    const value = section.get<T>(key);
    if (value === undefined) throw new Error(`package.json has no default for ${SECTION}.${key}`);
    return value;
  };
  return {
    profileLens: read('profileLens'),
    findings: {
      display: read('findings.display'),
      minimumShare: read('findings.minimumShare'),
      diagnostics: read('findings.diagnostics'),
    },
    openReport: read('openReport'),
    nodePath: read('nodePath'),
    nodeArguments: read('nodeArguments'),
    workloadThreads: read('workloadThreads'),
    maximumSeconds: read('maximumSeconds'),
    keepRuns: read('keepRuns'),
    memoryPass: read('memoryPass'),
  };
}

export function onSettingsChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) listener();
  });
}
