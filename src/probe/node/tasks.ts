/**
 * Tasks of Piscina and tinypool. In the submitter: a task is an AsyncResource made inside `run()`, which later shows its
 * id; request and reply carry that id, so that the two ends meet. Other pools' tasks are inferred from messages by the model.
 */
import asyncHooks from 'node:async_hooks';
import { BlobKind, RecordType } from '../../trace/records.js';
import { now } from './clock.js';
import { interceptClass } from './natives.js';
import { rotateIfDue } from './profiles.js';
import { emit, emitText, isRecording } from './ring.js';
import { emitAt, takeSite, wantsSite } from './sites.js';
import { isTaskPool, thisThread } from './thread.js';

/** Submitted tasks whose id is not yet looked up; a bound, in case a pool drops tasks unseen. */
const MAX_PENDING = 1_000_000;

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
/** [task object, submit sequence], oldest first from `pendingFrom`. */
let pending: [TaskInfo, number][] = [];
let pendingFrom = 0;
const sequenceById = new Map<number, number>();
let poolOfRun = 0;

/** The agent the next submitted tasks belong to; -1 = none. */
export function setAgent(id: number): void {
  agent = id;
}

export function nameAgent(id: number, name: string): void {
  emitText(BlobKind.Agent, id, now(), name);
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
  if (pending.length - pendingFrom < MAX_PENDING) pending.push([info, submitted]);
}

function sequenceOf(taskId: number): number {
  for (; pendingFrom < pending.length; pendingFrom++) {
    const [info, sequence] = pending[pendingFrom] as [TaskInfo, number];
    if (typeof info.taskId !== 'number') break;
    sequenceById.set(info.taskId, sequence);
  }
  if (pendingFrom > 4096) {
    pending = pending.slice(pendingFrom);
    pendingFrom = 0;
  }
  const sequence = sequenceById.get(taskId) ?? 0;
  sequenceById.delete(taskId);
  return sequence;
}

/** Piscina.Task and Tinypool.Task resources are tasks being submitted. */
export function installTasks(): void {
  asyncHooks.AsyncResource = interceptClass(asyncHooks.AsyncResource, (args, _newTarget, make) => {
    const made = make(args);
    if ((args[0] === 'Piscina.Task' || args[0] === 'Tinypool.Task') && isRecording()) submit(made as TaskInfo);
    return made;
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
export function afterPost(): void {
  if (isTaskPool(thisThread().origin)) rotateIfDue();
}

/** A message arrived, before its handler runs. */
export function onReceived(message: unknown, channel: number, timeNs: number, deserialiseNs: number): void {
  if (isTaskPool(thisThread().origin) && isRequest(message)) {
    emit(RecordType.TaskStart, 0, 0, timeNs, message.taskId, Math.min(deserialiseNs, 0xffffffff));
  } else if (submitted > 0 && isReply(message)) {
    emit(RecordType.TaskDone, 0, channel, timeNs, message.taskId, 0);
  }
}
