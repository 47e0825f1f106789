/** What the probe reads from `THREADWISE_RUN`. */
export interface ProbeSettings {
  /** Absolute folder for the traces. */
  dir: string;
  /** Absolute path of probe.cjs, so that the probe can hand itself on to workers and child processes. */
  probe: string;
  /** The most one trace file may take. */
  maxBytes: number;
}

/** The environment a program is started in so that Node loads the probe first, whatever starts Node. */
export function probeEnvironment(env: NodeJS.ProcessEnv, settings: ProbeSettings): NodeJS.ProcessEnv {
  const ours = `--require=${quoteNodeOption(settings.probe)}`;
  const theirs = env['NODE_OPTIONS'];
  return {
    ...env,
    NODE_OPTIONS: theirs === undefined || theirs === '' ? ours : `${ours} ${theirs}`,
    THREADWISE_RUN: JSON.stringify(settings),
  };
}

/** Node splits NODE_OPTIONS at spaces outside double quotes; inside them a backslash escapes. */
function quoteNodeOption(value: string): string {
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
