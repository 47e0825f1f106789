/** Something that can be profiled: a command, and how to call it in front of people. */
export interface Target {
  /** "app.js", "npm run bench", "Launch Program" */
  label: string;
  command: string[];
  cwd: string;
  /** Over the environment of the extension host; undefined takes a variable away. */
  env: Record<string, string | undefined>;
  /** Pool threads a workload was started with, for the record. */
  threads?: number;
  /** Name of a task to run first. */
  preLaunchTask?: string;
}

/** The request cannot be met and the user can do something about it: the message says what. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}
