import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { CliError, ExitCode, OLDEST_NODE } from './exit-codes.js';

/** Why a command may have left no trace: asked of Node only after the fact, as it costs a start. */
export function explainNoTrace(command: readonly string[], env: NodeJS.ProcessEnv): CliError {
  const [file = ''] = command;
  const node = /^node(\.exe)?$/.test(basename(file)) ? file : 'node';
  const version = readNodeVersion(node, env);
  if (version !== undefined && isTooOld(version)) return explainOldNode(version);
  return new CliError(
    ExitCode.NoTrace,
    `No report: "${command.join(' ')}" started no Node program that could be profiled. ` +
      'Possible reasons: it is not a Node program; it ended before its first line; it clears or replaces NODE_OPTIONS ' +
      '(sudo, env -i, a script that sets it); or it runs as a user who cannot write to the run folder. ' +
      'Profile the Node command itself: threadwise run -- node …',
  );
}

/** @param version "18.20.8" */
export function isTooOld(version: string): boolean {
  return Number.parseInt(version, 10) < OLDEST_NODE;
}

export function explainOldNode(version: string): CliError {
  return new CliError(
    ExitCode.UnsupportedNode,
    `No report: the program ran on Node ${version}, and programs can be profiled from Node ${OLDEST_NODE} on. Run it on a newer one.`,
  );
}

function readNodeVersion(node: string, env: NodeJS.ProcessEnv): string | undefined {
  const { NODE_OPTIONS: _, ...plain } = env;
  const { stdout, status } = spawnSync(node, ['-p', 'process.versions.node'], { env: plain, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
