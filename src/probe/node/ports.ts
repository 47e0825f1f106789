/** Which thread is at the other end of a message port. */
import type { MessagePort, Worker } from 'node:worker_threads';
import { Channel } from '../../trace/records.js';
import { interceptClass, workerThreads } from './natives.js';
import { thisThread } from './thread.js';

const channelOf = new WeakMap<object, number>();
/** Node's own ports of a worker (stdio and the like): no messages of the program. */
const internal = new WeakSet<object>();
const peers = new WeakMap<object, object>();

/** The peer's thread index, Channel.Other for a port of the program whose peer is not known, null for Node's own. */
export function channelOfPort(port: object): number | null {
  const known = channelOf.get(port);
  if (known !== undefined) return known;
  return internal.has(port) ? null : Channel.Other;
}

/** Learns a new worker's two ports: kPublicPort carries the program's messages, kPort Node's own. */
export function learnWorker(worker: Worker, index: number): void {
  for (const symbol of Object.getOwnPropertySymbols(worker)) {
    const port = (worker as unknown as Record<symbol, unknown>)[symbol];
    if (typeof port !== 'object' || port === null || !(port instanceof workerThreads.MessagePort)) continue;
    if (symbol.description === 'kPublicPort') channelOf.set(port, index);
    else markInternal(port);
  }
}

export function learnParentPort(): void {
  if (workerThreads.parentPort !== null) channelOf.set(workerThreads.parentPort, thisThread().parentIndex);
}

/** Messages of a channel that are looked through for ports: pools send theirs when they set a worker up. */
const SEARCHED_MESSAGES = 16;
const searched = new Map<number, number>();

/** A port that came in a message leads back to the thread that sent it. */
export function learnReceived(message: unknown, index: number): void {
  const count = (searched.get(index) ?? 0) + 1;
  if (count > SEARCHED_MESSAGES || typeof message !== 'object' || message === null) return;
  searched.set(index, count);
  const values = [
    message,
    ...Object.values(Object.getOwnPropertyDescriptors(message)).map(({ value }) => value as unknown),
  ];
  for (const value of values) {
    if (value instanceof workerThreads.MessagePort && !channelOf.has(value)) channelOf.set(value, index);
  }
}

/** Node's own port: left alone, so that no hook stands in the stacks of errors that come through it. */
export function markInternal(port: object): void {
  internal.add(port);
  const native = nativeDispatch;
  if (native !== null) Object.defineProperty(port, DISPATCH, { value: native, writable: true, configurable: true });
}

/** Node delivers each message through this registered symbol, whatever way the program listens. */
export const DISPATCH = Symbol.for('nodejs.internal.kHybridDispatch');
export type Dispatch = (this: object, value: unknown, type: string, event?: unknown) => unknown;
let nativeDispatch: Dispatch | null = null;

/** Replaces the delivery of messages; false when this Node delivers them in another way. */
export function replaceDispatch(install: (native: Dispatch) => Dispatch): boolean {
  const { prototype } = workerThreads.MessagePort;
  const native = (prototype as unknown as Record<symbol, Dispatch | undefined>)[DISPATCH];
  if (typeof native !== 'function') return false;
  nativeDispatch = native;
  Object.defineProperty(prototype, DISPATCH, { value: install(native), writable: true, configurable: true });
  return true;
}

/** A port sent to another thread: from now on its peer, which stays here, talks to that thread. */
export function learnTransfers(transferList: unknown, index: number): void {
  if (!Array.isArray(transferList)) return;
  for (const item of transferList as unknown[]) {
    const peer = typeof item === 'object' && item !== null ? peers.get(item) : undefined;
    if (peer !== undefined) channelOf.set(peer, index);
  }
}

/** Remembers which two ports belong together. */
export function installChannels(): void {
  workerThreads.MessageChannel = interceptClass(workerThreads.MessageChannel, (args, _newTarget, make) => {
    const channel = make(args) as { port1: MessagePort; port2: MessagePort };
    peers.set(channel.port1, channel.port2);
    peers.set(channel.port2, channel.port1);
    return channel;
  });
  globalThis.MessageChannel = workerThreads.MessageChannel as unknown as typeof globalThis.MessageChannel;
}

const NODES_OWN = new Set([
  'upAndRunning',
  'stdioPayload',
  'stdioWantsMoreData',
  'errorMessage',
  'couldNotSerializeError',
  'resourceLimits',
  'loadScript',
]);

/** A message by which Node itself talks between threads. */
export function isNodesOwn(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const type = Object.getOwnPropertyDescriptor(message, 'type')?.value as unknown;
  return typeof type === 'string' && NODES_OWN.has(type);
}
