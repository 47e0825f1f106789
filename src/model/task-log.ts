import { PostFlag, RecordType } from '../trace/records.js';
import type { MessageLog } from './message-log.js';
import { medianOf, pushRecent } from './message-ways.js';
import type { PoolList } from './pools.js';
import type { Recording } from './recording.js';
import type { Cursor, Handlers } from './sweep.js';
import { TaskSource, addTask, createTaskRows, type TaskRows } from './task-rows.js';

export interface TaskLog {
  handlers: Handlers;
  rows: TaskRows;
  /** Dispatches that never started, starts that were never dispatched. */
  countUnmatched(): number;
}

/** Follows tasks through Piscina's and tinypool's own calls: submit (sequence) → dispatch → (worker, task id). */
export function logTasks(
  { positionOf, infos }: Recording,
  pools: PoolList,
  { messages, lastPost }: MessageLog,
): TaskLog {
  const rows = createTaskRows();
  const submitted = infos.map(() => new Map<number, number>());
  const dispatched = infos.map(() => new Map<number, number>());
  /** The latest dispatch of a thread, until its message was posted; the latest task that ended on a thread, likewise. */
  const awaitingPost = new Int32Array(infos.length).fill(-1);
  const awaitingReply = new Int32Array(infos.length).fill(-1);
  /** What requests and replies of a thread cost of late, for tasks whose messages were not recorded on their own. */
  const requests = infos.map(createRecent);
  const replies = infos.map(createRecent);
  const lastSubmitSite = new Int32Array(infos.length).fill(-1);
  let unmatched = 0;

  function submit({ thread, timeNs, a, b, c, site }: Cursor): void {
    if (site !== -1) lastSubmitSite[thread] = site;
    const row = addTask(rows, TaskSource.Pool);
    rows.submitter.set(row, thread);
    rows.submitSite.set(row, lastSubmitSite[thread] as number);
    rows.submitNs.set(row, timeNs);
    rows.agent.set(row, b - 1);
    rows.pool.set(row, pools.poolOf(thread, c));
    submitted[thread]?.set(a, row);
  }

  function dispatch({ thread, timeNs, a, b, c }: Cursor): void {
    const worker = positionOf[c] as number;
    const row = submitted[thread]?.get(b - 1) ?? addTask(rows, TaskSource.Pool);
    submitted[thread]?.delete(b - 1);
    rows.submitter.set(row, thread);
    rows.dispatchNs.set(row, timeNs);
    rows.thread.set(row, worker);
    if (Number.isNaN(rows.submitNs.at(row))) rows.submitNs.set(row, timeNs);
    dispatched[worker]?.set(a, row);
    const { isStream, serialiseNs, bytes } = requests[thread] as Recent;
    if (isStream) {
      rows.cloneNs.set(row, medianOf(serialiseNs));
      rows.requestBytes.set(row, bytes);
    }
    awaitingPost[thread] = row;
  }

  function start({ thread, timeNs, a, b }: Cursor): void {
    let row = dispatched[thread]?.get(a);
    if (row === undefined || !Number.isNaN(rows.startNs.at(row))) {
      row = addTask(rows, TaskSource.Pool);
      dispatched[thread]?.set(a, row);
      unmatched++;
    }
    rows.thread.set(row, thread);
    rows.startNs.set(row, timeNs);
    if (b > 0) rows.deserialiseNs.set(row, b);
  }

  function end({ thread, timeNs, a, flags }: Cursor): void {
    const row = dispatched[thread]?.get(a);
    if (row === undefined) return;
    rows.endNs.set(row, timeNs);
    rows.failed.set(row, flags & 1);
    const { isStream, bytes } = replies[thread] as Recent;
    if (isStream) rows.replyBytes.set(row, bytes);
    awaitingReply[thread] = row;
  }

  function done({ timeNs, a, c }: Cursor): void {
    const worker = positionOf[c] as number;
    const row = dispatched[worker]?.get(a);
    if (row === undefined) {
      unmatched++;
      return;
    }
    rows.doneNs.set(row, timeNs);
    if (Number.isNaN(rows.endNs.at(row)) && !Number.isNaN(rows.startNs.at(row))) rows.endNs.set(row, timeNs);
    dispatched[worker]?.delete(a);
  }

  /** Runs after the message log took the post in. */
  function post({ thread, b, flags }: Cursor): void {
    if ((flags & PostFlag.Pool) === 0) return;
    const message = lastPost[thread] as number;
    const request = awaitingPost[thread] as number;
    const reply = awaitingReply[thread] as number;
    const to = messages.receiver.at(message);
    if (request !== -1 && (to === -1 || to === rows.thread.at(request))) {
      noteRecent(requests[thread] as Recent, flags, b, messages.bytes.at(message));
      rows.cloneNs.set(request, b);
      rows.requestBytes.set(request, messages.bytes.at(message));
      awaitingPost[thread] = -1;
    } else if (reply !== -1) {
      noteRecent(replies[thread] as Recent, flags, b, messages.bytes.at(message));
      rows.replyBytes.set(reply, messages.bytes.at(message));
      awaitingReply[thread] = -1;
    }
  }

  return {
    rows,
    countUnmatched: () => unmatched + countNeverStarted(dispatched, rows),
    handlers: {
      [RecordType.TaskSubmit]: submit,
      [RecordType.TaskDispatch]: dispatch,
      [RecordType.TaskStart]: start,
      [RecordType.TaskEnd]: end,
      [RecordType.TaskDone]: done,
      [RecordType.MsgPost]: post,
    },
  };
}

function countNeverStarted(dispatched: readonly Map<number, number>[], rows: TaskRows): number {
  let count = 0;
  for (const open of dispatched) {
    for (const row of open.values()) if (Number.isNaN(rows.startNs.at(row))) count++;
  }
  return count;
}

interface Recent {
  isStream: boolean;
  serialiseNs: number[];
  bytes: number;
}

const createRecent = (): Recent => ({ isStream: false, serialiseNs: [], bytes: Number.NaN });

function noteRecent(recent: Recent, flags: number, serialiseNs: number, bytes: number): void {
  recent.isStream = (flags & PostFlag.Stream) !== 0;
  recent.bytes = bytes;
  if (recent.isStream) pushRecent(recent.serialiseNs, serialiseNs);
}
