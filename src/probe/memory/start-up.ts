/**
 * CPU time that Node took to start this thread, ns; 0 where the system does not tell. The entry imports this first, as the timing run's
 * probe does not take as long to load as the rest of this one.
 */
import { closeThread, openThread, readOwnTid, readSched } from '../node/proc.js';

export const startUpNs = readOwnCpu();

function readOwnCpu(): number {
  const files = openThread(readOwnTid());
  const spent = readSched(files);
  closeThread(files);
  return spent?.cpuNs ?? 0;
}
