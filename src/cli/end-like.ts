import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A signal sent to ourselves arrives at once; later means that it is ignored. */
const ARRIVES_WITHIN_MS = 200;

/** Ends this process by the signal that ended the target, so that a shell sees what it would have seen without us. */
export async function endBySignal(signal: NodeJS.Signals): Promise<never> {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  await sleep(ARRIVES_WITHIN_MS);
  return process.exit(128 + constants.signals[signal]);
}
