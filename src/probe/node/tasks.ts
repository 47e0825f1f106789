/**
 * Tasks of Piscina and tinypool. In the submitter: a task is an AsyncResource made inside `run()`, which later shows its
 * id; request and reply carry that id, so that the two ends meet. Other pools' tasks are inferred from messages by the model.
 */
import asyncHooks from 'node:async_hooks';
import { BlobKind, RecordType } from '../../trace/records.js';
import { now } from './clock.js';
import { interceptFrequentClass } from './natives.js';
import { rotateIfDue } from './profiles.js';
import { emit, emitText, isRecording } from './ring.js';
import { emitAt, takeSite, wantsSite } from './sites.js';
import { isTaskPool, thisThread } from './thread.js';

/** Pending tasks that were dispatched are let go of when there are so many. */
const COMPACT_AT = 4096;

interface TaskInfo {
  taskId?: number;
}
interface Request {
  taskId: number;
  filename: unknown;
}
interface Reply {
  taskId: number;
  error: unknown;
}

let submitted = 0;
let agent = -1;
/** Tasks submitted and not yet dispatched, as far as known, oldest first from `pendingFrom`; the first has sequence `pendingBase` + 1. */
let pending: TaskInfo[] = [];
let pendingBase = 0;
let pendingFrom = 0;
/** Those that were overtaken, by task id. */
const sequenceById = new Map<number, number>();
let poolOfRun = 0;

/** The agent the next submitted tasks belong to; -1 = none. */
export function setAgent(id: number): void {
  agent = id;
}

export function nameAgent(id: number, name: string): void {
  emitText(BlobKind.Agent, id, now(), name);
}

/** Requests this worker has taken from its pool and not yet answered. */
let tasksAtHand = 0;

/** Is this a pool's worker with nothing to do? What it waits for then is its next task. */
export function isIdleInPool(): boolean {
  return tasksAtHand === 0 && isTaskPool(thisThread().origin);
}

/** Which pool's run() is on the stack; 0 = not known. */
export function setPoolOfRun(id: number): void {
  poolOfRun = id;
}

function submit(info: TaskInfo): void {
  submitted++;
  const timeNs = now();
  if (wantsSite(submitted)) emitAt(takeSite(), timeNs);
  emit(RecordType.TaskSubmit, 0, poolOfRun, timeNs, submitted, agent + 1);
  pending.push(info);
}

/** Tasks mostly leave the queue in the order they came, so the oldest pending one is looked at first. */
function sequenceOf(taskId: number): number {
  const overtaken = sequenceById.get(taskId);
  if (overtaken !== undefined) {
    sequenceById.delete(taskId);
    return overtaken;
  }
  if (pendingFrom >= COMPACT_AT) {
    pending = pending.slice(pendingFrom);
    pendingBase += pendingFrom;
    pendingFrom = 0;
  }
  while (pendingFrom < pending.length) {
    const id = pending[pendingFrom]?.taskId;
    if (typeof id !== 'number') break;
    pendingFrom++;
    const sequence = pendingBase + pendingFrom;
    if (id === taskId) return sequence;
    sequenceById.set(id, sequence);
  }
  return -1;
}

/** Piscina.Task and Tinypool.Task resources are tasks being submitted. */
export function installTasks(): void {
  asyncHooks.AsyncResource = interceptFrequentClass(asyncHooks.AsyncResource, (made, type) => {
    if ((type === 'Piscina.Task' || type === 'Tinypool.Task') && isRecording()) submit(made as TaskInfo);
  });
}

export function isRequest(message: unknown): message is Request {
  return (
    typeof message === 'object' &&
    message !== null &&
    typeof (message as Partial<Request>).taskId === 'number' &&
    'filename' in message
  );
}

export function isReply(message: unknown): message is Reply {
  return (
    typeof message === 'object' &&
    message !== null &&
    typeof (message as Partial<Reply>).taskId === 'number' &&
    'result' in message &&
    'error' in message
  );
}

/** A message is about to be posted: the request of a task, or its reply. Returns true when it is the pool's own. */
export function beforePost(message: unknown, channel: number, timeNs: number): boolean {
  if (submitted > 0 && isRequest(message)) {
    emit(RecordType.TaskDispatch, 0, channel, timeNs, message.taskId, sequenceOf(message.taskId) + 1);
    return true;
  }
  if (isTaskPool(thisThread().origin) && isReply(message)) {
    tasksAtHand = Math.max(0, tasksAtHand - 1);
    emit(
      RecordType.TaskEnd,
      message.error === null || message.error === undefined ? 0 : 1,
      0,
      timeNs,
      message.taskId,
      0,
    );
    return true;
  }
  return false;
}

/** A reply was posted: the worker is between tasks. */
export function afterPost(nowNs: number): void {
  if (isTaskPool(thisThread().origin)) rotateIfDue(nowNs);
}

/** A message arrived, before its handler runs. */
export function onReceived(message: unknown, channel: number, timeNs: number, deserialiseNs: number): void {
  if (isTaskPool(thisThread().origin) && isRequest(message)) {
    tasksAtHand++;
    emit(RecordType.TaskStart, 0, 0, timeNs, message.taskId, Math.min(deserialiseNs, 0xffffffff));
  } else if (submitted > 0 && isReply(message)) {
    emit(RecordType.TaskDone, 0, channel, timeNs, message.taskId, 0);
  }
}
