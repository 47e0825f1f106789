import { spawnSync } from 'node:child_process';

/**
 * Where a file breaks the grammar, as Node shows it: "file:2", the line and a mark under it. Node keeps the place of a
 * caught SyntaxError to itself, so it is asked again; undefined when the fault lies in a file that this one imports.
 */
export function locateSyntaxError(file: string): string | undefined {
  const { NODE_OPTIONS: _, THREADWISE_RUN: __, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['--check', file], { env, encoding: 'utf8' });
  if (status === 0) return undefined;
  const [place = ''] = stderr.split('\n\n');
  return place
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
