/** What the memory pass, or the sampling run before it, is to do, handed over in an environment variable by whoever starts the program. */

export const SETTINGS_VARIABLE = 'THREADWISE_MEMORY';

export interface MemorySettings {
  /** Absolute path of memory.cjs. */
  probe: string;
  /** Absolute folder in which each thread writes `<pid>-<threadId>.twmem`. */
  dir: string;
  /** Look at packages too. */
  nodeModules: boolean;
  /** The sampling run: nothing but CPU samples, of code that runs as it is. */
  samplesOnly?: boolean;
  /** Record every execution of every loop, as far as the budget of each goes; for tests. */
  always?: boolean;
}

/** Null when this process was not started for one of them. */
export function readSettings(env: NodeJS.ProcessEnv): MemorySettings | null {
  const text = env[SETTINGS_VARIABLE];
  return text === undefined ? null : (JSON.parse(text) as MemorySettings);
}
