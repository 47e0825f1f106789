import { resolve } from 'node:path';
import { explainWriteError } from '../launch/launch-error.js';
import { writeAtomically } from '../launch/write-atomically.js';
import { CliError, ExitCode } from './exit-codes.js';

/** Prints an outcome as text on stdout, and writes it as JSON where that is wanted; `--json -` prints that instead. */
export async function writeOut(
  outcome: object,
  text: string,
  { json, quiet }: { json?: string; quiet?: boolean },
): Promise<void> {
  const jsonText = `${JSON.stringify(outcome, null, 1)}\n`;
  if (json === '-') process.stdout.write(jsonText);
  else if (quiet !== true) process.stdout.write(text);
  if (json === undefined || json === '-') return;
  try {
    await writeAtomically(resolve(json), jsonText);
  } catch (error) {
    throw new CliError(ExitCode.CannotWrite, `Cannot write ${json}: ${explainWriteError(error)}`, { cause: error });
  }
}
