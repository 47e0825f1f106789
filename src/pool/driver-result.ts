import type { RoundTiming } from './run-rounds.js';

/** What a run of the driver leaves for whoever started it. */
export interface DriverResult {
  /** 0 = inline on the calling thread. */
  threads: number;
  agents: number;
  rounds: RoundTiming[];
  /** Steps of the measured rounds. */
  tasks: number;
  /** The measured rounds, first to last; what happens between rounds is not counted. */
  wallNs: number;
  /** CPU time of the process over the measured rounds. */
  cpuNs: number;
  /** Cores the process could use. */
  cores: number;
  /** Submit to result of each measured step, ns, ascending. */
  latenciesNs: number[];
  /** Over the last round's results, by agent; null when they cannot be serialised. Equal results, equal checksum. */
  checksum: string | null;
}
