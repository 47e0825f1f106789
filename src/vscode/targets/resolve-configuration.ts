/** From an entry of launch.json to the command it stands for. Knows no editor: what it needs is handed in. */
import { isAbsolute, join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Target } from './target.js';
import { resolveVariables, type VariableScope } from './resolve-variables.js';

/** The properties of a Node launch configuration that matter for starting it. */
export interface NodeConfiguration {
  name: string;
  type: string;
  request: string;
  program?: string;
  args?: string[] | string;
  cwd?: string;
  env?: Record<string, string | number | null>;
  envFile?: string;
  runtimeExecutable?: string | null;
  runtimeArgs?: string[];
  preLaunchTask?: string;
}

const NODE_TYPES = ['node', 'pwa-node'];

export function isNodeLaunch({ type, request }: NodeConfiguration): boolean {
  return NODE_TYPES.includes(type) && request === 'launch';
}

/**
 * @param readText reads the file of `envFile`
 * @throws Error whose message is the variable that cannot be resolved, or the file system's
 */
export function resolveConfiguration(
  configuration: NodeConfiguration,
  options: { scope: VariableScope; nodePath: string; readText: (path: string) => string },
): Target {
  const resolve = (text: string): string => resolveVariables(text, options.scope);
  const inFolder = (path: string): string => (isAbsolute(path) ? path : join(options.scope.workspaceFolder, path));
  const { program, args = [], runtimeArgs = [], runtimeExecutable, cwd, envFile, preLaunchTask } = configuration;
  const variables = Object.entries(configuration.env ?? {}).map(([name, value]): [string, string | undefined] => [
    name,
    value === null ? undefined : resolve(String(value)),
  ]);
  return {
    label: configuration.name,
    command: [
      resolve(runtimeExecutable ?? options.nodePath),
      ...runtimeArgs.map(resolve),
      ...(program === undefined ? [] : [inFolder(resolve(program))]),
      ...(typeof args === 'string' ? splitWords(resolve(args)) : args.map(resolve)),
    ],
    cwd: cwd === undefined ? options.scope.workspaceFolder : inFolder(resolve(cwd)),
    env: {
      ...(envFile === undefined ? {} : parseEnv(options.readText(inFolder(resolve(envFile))))),
      ...Object.fromEntries(variables),
    },
    ...(preLaunchTask === undefined ? {} : { preLaunchTask }),
  };
}

/** Words of a command line; quotes keep a word together. */
export function splitWords(text: string): string[] {
  const words = text.matchAll(/(?:[^\s"']+|"(?:\\.|[^"\\])*"|'[^']*')+/g);
  return [...words].map(([word]) =>
    word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
      double === undefined ? (single ?? '') : double.replaceAll(/\\(.)/g, '$1'),
    ),
  );
}
