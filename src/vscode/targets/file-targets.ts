import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import type { Installation } from '../installation.js';
import { readSettings } from '../settings.js';
import type { Target } from './target.js';

const TYPESCRIPT = /\.[cm]?ts$/;

/** `node <file>`, in its workspace folder. */
export function fileTarget(uri: vscode.Uri, { typeHooks }: Installation): Target {
  const { nodePath, nodeArguments } = readSettings(uri);
  // Who names arguments of their own has a loader of their own.
  const needsHooks = TYPESCRIPT.test(uri.fsPath) && nodeArguments.length === 0;
  return {
    label: basename(uri.fsPath),
    command: [nodePath, ...(needsHooks ? ['--import', registration(typeHooks)] : nodeArguments), uri.fsPath],
    cwd: folderOf(uri),
    env: {},
  };
}

/** The workload's agents on the instrumented pool. */
export function workloadTarget(uri: vscode.Uri, { driver }: Installation): Target {
  const { nodePath, nodeArguments, workloadThreads } = readSettings(uri);
  const threads = workloadThreads === 0 ? [] : ['--threads', String(workloadThreads)];
  return {
    label: basename(uri.fsPath),
    command: [nodePath, ...nodeArguments, driver, uri.fsPath, ...threads],
    cwd: folderOf(uri),
    env: {},
    ...(workloadThreads === 0 ? {} : { threads: workloadThreads }),
  };
}

/** A module to import first, in workers too, that lets a Node before 22.18 import TypeScript; later ones can by themselves. */
function registration(hooks: string): string {
  const url = JSON.stringify(pathToFileURL(hooks).href);
  const code = `import { register } from 'node:module'; if (!process.features.typescript) register(${url});`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

function folderOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
}
