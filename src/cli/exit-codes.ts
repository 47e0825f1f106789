/**
 * What the CLI ends with when it is not the target's own exit code. Numbers of sysexits.h, and a shell's 126 and 127;
 * documented in docs/cli.md.
 */
export const ExitCode = {
  /** The command line makes no sense. */
  Usage: 64,
  /** A workload file, trace or run folder is missing, broken or foreign. */
  BadInput: 65,
  /** The program ran, but left no trace to report on. */
  NoTrace: 69,
  /** A mistake of ours. */
  Internal: 70,
  /** The run, the report or a requested file could not be written, or not all of it. */
  CannotWrite: 73,
  /** The program runs on a Node that is too old. */
  UnsupportedNode: 78,
  NotExecutable: 126,
  NotFound: 127,
} as const;

/** The oldest major version of Node that programs can be profiled on. */
export const OLDEST_NODE = 20;

/** A failure to tell the user about: the message says what, where and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** One of `ExitCode`, or what the target ended with. */
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
