import type { WaitPoint } from './profile.js';

/** What one word adds to a wait point. */
export interface WaitPart {
  meaning: WaitPoint['meaning'];
  how: WaitPoint['how'];
  site: number;
  createdAt: number;
  threads: Set<number>;
  notifiers: Set<number>;
  /** Blocking waits and spins, as rows of the log. */
  rows: number[];
  spinRows: number[];
  /** Notifies of it, as rows of the log. */
  notifyRows: number[];
  count: number;
  totalNs: number;
  cpuNs: number;
  mainNs: number;
  emptyLooks: number;
}
