/** The variables of launch.json (`${workspaceFolder}` …), as far as they are known outside a debug session. */
import { basename, dirname, extname, relative, sep } from 'node:path';

export interface VariableScope {
  workspaceFolder: string;
  /** Folders of the workspace by name, for `${workspaceFolder:name}`. */
  folders: Record<string, string>;
  /** The active file, absolute. */
  file?: string | undefined;
  env: Record<string, string | undefined>;
  userHome: string;
}

const VARIABLE = /\$\{([^}]+)\}/g;

/** @throws Error that names the variable when it is not known or has no value now */
export function resolveVariables(text: string, scope: VariableScope): string {
  return text.replaceAll(VARIABLE, (whole, name: string) => {
    const value = lookUp(name, scope);
    if (value === undefined) throw new Error(whole);
    return value;
  });
}

function lookUp(name: string, scope: VariableScope): string | undefined {
  const { workspaceFolder, file, env, folders, userHome } = scope;
  const [kind, argument] = splitOnce(name);
  if (argument !== undefined) {
    if (kind === 'env') return env[argument] ?? '';
    return kind === 'workspaceFolder' || kind === 'workspaceRoot' ? folders[argument] : undefined;
  }
  switch (kind) {
    case 'workspaceFolder':
    case 'workspaceRoot':
    case 'cwd':
      return workspaceFolder;
    case 'workspaceFolderBasename':
      return basename(workspaceFolder);
    case 'userHome':
      return userHome;
    case 'pathSeparator':
    case '/':
      return sep;
    default:
      return file === undefined ? undefined : fileVariable(kind, file, workspaceFolder);
  }
}

function fileVariable(name: string, file: string, folder: string): string | undefined {
  switch (name) {
    case 'file':
      return file;
    case 'relativeFile':
      return relative(folder, file);
    case 'relativeFileDirname':
      return relative(folder, dirname(file)) || '.';
    case 'fileDirname':
      return dirname(file);
    case 'fileBasename':
      return basename(file);
    case 'fileBasenameNoExtension':
      return basename(file, extname(file));
    case 'fileExtname':
      return extname(file);
    default:
      return undefined;
  }
}

function splitOnce(text: string): [string, string?] {
  const at = text.indexOf(':');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
