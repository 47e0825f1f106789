import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { CliError, ExitCode } from './exit-codes.js';

const OLDEST_NODE = 20;

/** Why a command may have left no trace: asked of Node only after the fact, as it costs a start. */
export function explainNoTrace(command: readonly string[], env: NodeJS.ProcessEnv): CliError {
  const [file = ''] = command;
  const node = /^node(\.exe)?$/.test(basename(file)) ? file : 'node';
  const version = readNodeVersion(node, env);
  if (version !== undefined && Number.parseInt(version, 10) < OLDEST_NODE) {
    return new CliError(
      ExitCode.UnsupportedNode,
      `No report: "${node}" is Node ${version}, and programs can be profiled from Node ${OLDEST_NODE} on. Use a newer one: npx --package node@22 -- …`,
    );
  }
  return new CliError(
    ExitCode.NoTrace,
    `No report: "${command.join(' ')}" started no Node program that could be profiled. ` +
      'Possible reasons: it is not a Node program; it ended before its first line; it clears or replaces NODE_OPTIONS ' +
      '(sudo, env -i, a script that sets it); or it runs as a user who cannot write to the run folder. ' +
      'Profile the Node command itself: threadwise run -- node …',
  );
}

function readNodeVersion(node: string, env: NodeJS.ProcessEnv): string | undefined {
  const { NODE_OPTIONS: _, ...plain } = env;
  const { stdout, status } = spawnSync(node, ['-p', 'process.versions.node'], { env: plain, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
