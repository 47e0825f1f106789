/** The npm scripts and launch configurations of a workspace. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { readSettings } from '../settings.js';
import { isNodeLaunch, resolveConfiguration, type NodeConfiguration } from './resolve-configuration.js';
import { TargetError, type Target } from './target.js';

/** Resolved when chosen: variables may have no value before. */
export interface TargetChoice {
  kind: 'script' | 'configuration';
  label: string;
  /** What the script runs, or the folder the configuration is of. */
  detail: string;
  /** Stable over sessions, to offer the last one first. */
  id: string;
  resolve(): Target;
}

const MAX_PACKAGES = 50;

export async function listProjectTargets(): Promise<TargetChoice[]> {
  return [...listConfigurations(), ...(await listScripts())];
}

function listConfigurations(): TargetChoice[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.flatMap((folder) => {
    const configurations =
      vscode.workspace.getConfiguration('launch', folder).get<NodeConfiguration[]>('configurations') ?? [];
    return configurations.filter(isNodeLaunch).map((configuration): TargetChoice => ({
      kind: 'configuration',
      label: configuration.name,
      detail: folder.name,
      id: `configuration:${folder.uri.toString()}:${configuration.name}`,
      resolve: () => resolveIn(folder, configuration),
    }));
  });
}

function resolveIn(folder: vscode.WorkspaceFolder, configuration: NodeConfiguration): Target {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const document = vscode.window.activeTextEditor?.document;
  try {
    return resolveConfiguration(configuration, {
      scope: {
        workspaceFolder: folder.uri.fsPath,
        folders: Object.fromEntries(folders.map(({ name, uri }) => [name, uri.fsPath])),
        file: document?.uri.scheme === 'file' ? document.uri.fsPath : undefined,
        env: process.env,
        userHome: homedir(),
      },
      nodePath: readSettings(folder.uri).nodePath,
      readText: (path) => readFileSync(path, 'utf8'),
    });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new TargetError(
      vscode.l10n.t(
        'The launch configuration "{0}" cannot be started here: {1} cannot be resolved. Open the file it means, or write the value into launch.json.',
        configuration.name,
        cause,
      ),
    );
  }
}

async function listScripts(): Promise<TargetChoice[]> {
  const files = await vscode.workspace.findFiles('**/package.json', '**/node_modules/**', MAX_PACKAGES);
  const lists = await Promise.all(files.sort((a, b) => a.path.length - b.path.length).map(listScriptsOf));
  return lists.flat();
}

async function listScriptsOf(file: vscode.Uri): Promise<TargetChoice[]> {
  const scripts = parseScripts(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  const cwd = dirname(file.fsPath);
  const where = describeFolder(file, cwd);
  return Object.entries(scripts).map(([name, body]) => ({
    kind: 'script',
    label: name,
    detail: `${where}: ${body}`,
    id: `script:${file.toString()}:${name}`,
    resolve: () => ({ label: `npm run ${name}`, command: ['npm', 'run', name], cwd, env: {} }),
  }));
}

/** The folder's name in its workspace; the path from there for one further down. */
function describeFolder(file: vscode.Uri, cwd: string): string {
  const root = vscode.workspace.getWorkspaceFolder(file);
  return root === undefined ? cwd : [root.name, ...relative(root.uri.fsPath, cwd).split(sep)].filter(Boolean).join('/');
}

function parseScripts(text: string): Record<string, string> {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: Record<string, string> };
    return scripts ?? {};
  } catch {
    return {};
  }
}
