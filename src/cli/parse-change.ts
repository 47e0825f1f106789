/** Changes given on the command line. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Change } from '../recommend/recommendation.js';
import { CliError, ExitCode } from './exit-codes.js';

export interface ChangeFlags {
  /** FILE=REPLACEMENT */
  change?: string[];
  /** NAME=VALUE */
  setEnv?: string[];
  /** name=number */
  poolOption?: string[];
  /** FILE:LINE */
  at?: string;
}

/** Undefined when no change is given. @throws CliError when it makes no sense, or is of two kinds */
export function parseChange(flags: ChangeFlags, cwd: string): Change | undefined {
  const kinds = [flags.change, flags.setEnv, flags.poolOption].filter((given) => given !== undefined);
  if (kinds.length > 1) {
    throw usage('--change, --set-env and --pool-option cannot be verified together. Verify one after the other.');
  }
  if (flags.change !== undefined) return { kind: 'files', files: flags.change.map((text) => parseFile(text, cwd)) };
  if (flags.setEnv !== undefined) {
    return { kind: 'environment', set: Object.fromEntries(flags.setEnv.map((text) => splitPair('--set-env', text))) };
  }
  if (flags.poolOption === undefined) return undefined;
  return {
    kind: 'pool-options',
    library: '',
    place: flags.at === undefined ? { file: '', line: 0, column: 0 } : { ...parsePlace(flags.at, cwd), column: 0 },
    options: Object.fromEntries(flags.poolOption.map(parseOption)),
  };
}

/** "src/board.ts:41" */
export function parsePlace(text: string, cwd: string): { file: string; line: number } {
  const match = /^(.+?):(\d+)(?::\d+)?$/.exec(text);
  if (match === null) throw usage(`--at ${text}: write FILE:LINE, for instance src/board.ts:41.`);
  const file = resolve(cwd, match[1] ?? '');
  if (!existsSync(file)) throw usage(`--at ${text}: there is no file ${file}.`);
  return { file, line: Number(match[2]) };
}

function parseFile(text: string, cwd: string): { path: string; content: string } {
  const [file, replacement] = splitPair('--change', text);
  const path = resolve(cwd, file);
  if (!existsSync(path)) throw usage(`--change ${text}: there is no file ${path} to replace.`);
  try {
    return { path, content: readFileSync(resolve(cwd, replacement), 'utf8') };
  } catch {
    throw usage(`--change ${text}: cannot read ${resolve(cwd, replacement)}.`);
  }
}

function parseOption(text: string): [name: string, value: number] {
  const [name, value] = splitPair('--pool-option', text);
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) throw usage(`--pool-option ${text}: the value must be a number.`);
  return [name, number];
}

function splitPair(option: string, text: string): [before: string, after: string] {
  const at = text.indexOf('=');
  if (at <= 0) throw usage(`${option} ${text}: write NAME=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function usage(message: string): CliError {
  return new CliError(ExitCode.Usage, message);
}
