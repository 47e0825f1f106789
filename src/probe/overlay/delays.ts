/** Delays that burn CPU: the causal check's way of making one part of the program slower by a known amount. */
import type { MessagePort } from 'node:worker_threads';
import { disguise, replaceProperty, workerThreads } from '../node/natives.js';
import { isNodesOwn, replaceDispatch } from '../node/ports.js';
import { countDelay } from './notes.js';
import type { OverlaySettings } from './settings.js';

/** Between two looks at the clock of a thread that stays on its core; what is longer was spent off it and does not count. */
const ON_CORE_NS = 50_000;

/** Burns so much CPU time, as far as looking at the clock tells. */
function burn(ns: number): number {
  let burnt = 0;
  let last = performance.now();
  while (burnt < ns) {
    const now = performance.now();
    burnt += Math.min((now - last) * 1e6, ON_CORE_NS);
    last = now;
  }
  return burnt;
}

export function createDelay(delaysNs: readonly number[]): (index: number) => void {
  // What of a microsecond was burnt and not yet counted.
  const carriedNs = delaysNs.map(() => 0);
  return (index) => {
    const ns = delaysNs[index] ?? 0;
    const burntNs = (carriedNs[index] ?? 0) + (ns === 0 ? 0 : burn(ns));
    const burntUs = Math.floor(burntNs / 1000);
    carriedNs[index] = burntNs - burntUs * 1000;
    countDelay(index, burntUs);
  };
}

interface Request {
  taskId: number;
  filename: string;
}

/** A task of Piscina or tinypool. */
function isRequest(message: unknown): message is Request {
  return (
    typeof message === 'object' &&
    message !== null &&
    typeof (message as Partial<Request>).taskId === 'number' &&
    'filename' in message
  );
}

/** What sets a worker up comes with a port, or before any task. */
function isSetUp(message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    Object.values(message).some((value) => value instanceof workerThreads.MessagePort)
  );
}

function samePath(given: string, file: string): boolean {
  return given === file || given === `file://${file}` || decodeURI(given.replace(/^file:\/\//, '')) === file;
}

/**
 * Delays each task this worker takes, before its handler runs. A worker of a library that marks its requests is known by
 * them; in a hand-made one every message is a task.
 */
export function installTaskDelay(
  { file, index }: NonNullable<OverlaySettings['taskDelay']>,
  delay: (index: number) => void,
): void {
  if (workerThreads.isMainThread) return;
  let hasRequests = false;
  // Looked at late: while this is loaded, Node has not yet said which file the worker runs.
  const isOwnFile = (): boolean => file === null || samePath(process.argv[1] ?? '', file);
  const onMessage = (message: unknown): void => {
    const asked = isRequest(message);
    hasRequests ||= asked;
    if (asked ? file === null || samePath(message.filename, file) : !hasRequests && isOwnFile() && !isSetUp(message)) {
      delay(index);
    }
  };
  replaceDispatch(
    (native) =>
      function dispatch(this: object, value, type, event) {
        if (type === 'message' && !isNodesOwn(value)) onMessage(value);
        return native.call(this, value, type, event);
      },
  );
  type Receive = (port: MessagePort) => { message: unknown } | undefined;
  replaceProperty<Receive>(workerThreads, 'receiveMessageOnPort', (native) =>
    disguise((port: MessagePort) => {
      const received = native(port);
      // Others use it for replies: only a task counts.
      if (received !== undefined && isRequest(received.message)) onMessage(received.message);
      return received;
    }, native),
  );
}
