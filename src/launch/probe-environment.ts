/** What the probe reads from `THREADWISE_RUN`. */
export interface ProbeSettings {
  /** Absolute folder for the traces. */
  dir: string;
  /** Absolute path of probe.cjs, so that the probe can hand itself on to workers and child processes. */
  probe: string;
  /** The most one trace file may take. */
  maxBytes: number;
}

/** A file that Node is to load before a program, and the variable that tells it what to do. */
export interface Preloaded {
  /** Absolute. */
  file: string;
  variable: string;
  value: string;
}

/** The environment a program is started in so that Node loads a file first, whatever starts Node. */
export function preloadEnvironment(env: NodeJS.ProcessEnv, { file, variable, value }: Preloaded): NodeJS.ProcessEnv {
  const ours = `--require=${quoteNodeOption(file)}`;
  const theirs = env['NODE_OPTIONS'];
  return {
    ...env,
    NODE_OPTIONS: theirs === undefined || theirs === '' ? ours : `${ours} ${theirs}`,
    [variable]: value,
  };
}

/** The same for the probe. */
export function probeEnvironment(env: NodeJS.ProcessEnv, settings: ProbeSettings): NodeJS.ProcessEnv {
  return preloadEnvironment(env, { file: settings.probe, variable: 'THREADWISE_RUN', value: JSON.stringify(settings) });
}

/** Node splits NODE_OPTIONS at spaces outside double quotes; inside them a backslash escapes. */
function quoteNodeOption(value: string): string {
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
