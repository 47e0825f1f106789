import type { MessageRows } from './message-rows.js';
import type { Thread } from './profile.js';
import { TaskSource, addTask, type TaskRows } from './task-rows.js';

interface Conversation {
  /** Message rows in order of receipt. */
  requests: number[];
  /** Message rows in order of post. */
  replies: number[];
  /** It received something on a port of unknown origin. */
  hasOtherReceipts: boolean;
}

/** At least this share of replies posted by the handler itself makes the handler the task. */
const SYNCHRONOUS_SHARE = 0.9;

/**
 * Tasks of workers that no known pool library drives, from the messages between a worker and its parent. A request opens
 * a task; it ends with the last reply before the next request when requests come one at a time, otherwise requests and
 * replies pair first-in first-out. A worker that is sent nothing is one task from ready to its last message or its end.
 */
export function inferTasks(threads: readonly Thread[], messages: MessageRows, rows: TaskRows): void {
  const known = new Set(rows.thread.view());
  const conversations = sortConversations(threads, messages);
  for (const thread of threads) {
    if (thread.isMain || known.has(thread.index) || thread.parent === -1) continue;
    const conversation = conversations[thread.index] as Conversation;
    if (conversation.requests.length > 0) {
      for (const [request, reply] of pairReplies(conversation, messages)) {
        addPair(rows, messages, thread, request, reply);
      }
    } else if (!conversation.hasOtherReceipts && thread.origin === 'worker') {
      addWholeLife(rows, messages, thread, conversation.replies.at(-1));
    }
  }
}

function sortConversations(threads: readonly Thread[], messages: MessageRows): Conversation[] {
  const conversations = threads.map((): Conversation => ({ requests: [], replies: [], hasOtherReceipts: false }));
  for (let row = 0; row < messages.count; row++) {
    const sender = messages.sender.at(row);
    const receiver = messages.receiver.at(row);
    const received = !Number.isNaN(messages.receivedNs.at(row));
    if (receiver !== -1 && received) {
      const conversation = conversations[receiver] as Conversation;
      if (sender === threads[receiver]?.parent && sender !== -1) conversation.requests.push(row);
      else conversation.hasOtherReceipts ||= sender === -1;
    }
    if (sender !== -1 && receiver === threads[sender]?.parent && !Number.isNaN(messages.postNs.at(row))) {
      (conversations[sender] as Conversation).replies.push(row);
    }
  }
  return conversations;
}

type Pair = [request: number, reply: number];

function pairReplies({ requests, replies }: Conversation, messages: MessageRows): Pair[] {
  if (replies.length === 0) return [];
  const inHandler = pairWithin(requests, replies, messages, (row) => {
    const handledNs = messages.handledNs.at(requests[row] as number);
    // A worker that is terminated for its reply never comes to the end of the handler that gave it.
    return Number.isNaN(handledNs) ? Infinity : handledNs;
  });
  const answered = inHandler.reduce((sum, { count }) => sum + count, 0);
  if (answered >= replies.length * SYNCHRONOUS_SHARE) return inHandler.map(({ pair }) => pair);
  const inTurn = pairWithin(requests, replies, messages, (row) => {
    const next = requests[row + 1];
    return next === undefined ? Infinity : messages.receivedNs.at(next);
  });
  // The last request may have been cut off by the end of the run.
  if (inTurn.length >= requests.length - 1) return inTurn.map(({ pair }) => pair);
  return pairInOrder(requests, replies, messages);
}

/** The last reply that each request got before its time was up; requests without one are left out. */
function pairWithin(
  requests: readonly number[],
  replies: readonly number[],
  messages: MessageRows,
  untilNs: (row: number) => number,
): { pair: Pair; count: number }[] {
  const pairs: { pair: Pair; count: number }[] = [];
  let at = 0;
  for (const [row, request] of requests.entries()) {
    const from = messages.receivedNs.at(request);
    const until = untilNs(row);
    while (at < replies.length && messages.postNs.at(replies[at] as number) < from) at++;
    const first = at;
    while (at < replies.length && messages.postNs.at(replies[at] as number) <= until) at++;
    if (at > first) pairs.push({ pair: [request, replies[at - 1] as number], count: at - first });
  }
  return pairs;
}

function pairInOrder(requests: readonly number[], replies: readonly number[], messages: MessageRows): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  for (const request of requests) {
    while (at < replies.length && messages.postNs.at(replies[at] as number) < messages.receivedNs.at(request)) at++;
    const reply = replies[at++];
    if (reply !== undefined) pairs.push([request, reply]);
  }
  return pairs;
}

function addPair(rows: TaskRows, messages: MessageRows, thread: Thread, request: number, reply: number): void {
  const row = addTask(rows, TaskSource.Messages);
  const submitNs = messages.postNs.at(request);
  rows.thread.set(row, thread.index);
  rows.submitter.set(row, messages.sender.at(request));
  rows.submitSite.set(row, messages.site.at(request));
  rows.pool.set(row, thread.pool);
  rows.submitNs.set(row, submitNs);
  rows.dispatchNs.set(row, submitNs);
  rows.startNs.set(row, messages.receivedNs.at(request));
  rows.endNs.set(row, messages.postNs.at(reply));
  rows.doneNs.set(row, messages.receivedNs.at(reply));
  rows.cloneNs.set(row, messages.serialiseNs.at(request));
  rows.deserialiseNs.set(row, messages.deserialiseNs.at(request));
  rows.requestBytes.set(row, messages.bytes.at(request));
  rows.replyBytes.set(row, messages.bytes.at(reply));
}

function addWholeLife(rows: TaskRows, messages: MessageRows, thread: Thread, lastReply: number | undefined): void {
  const row = addTask(rows, TaskSource.Messages);
  rows.thread.set(row, thread.index);
  rows.submitter.set(row, thread.parent);
  rows.submitSite.set(row, thread.createdAt);
  rows.pool.set(row, thread.pool);
  rows.submitNs.set(row, thread.beginNs);
  rows.dispatchNs.set(row, thread.beginNs);
  rows.startNs.set(row, thread.readyNs);
  rows.endNs.set(row, lastReply === undefined ? thread.endNs : messages.postNs.at(lastReply));
  rows.doneNs.set(row, lastReply === undefined ? thread.endNs : messages.receivedNs.at(lastReply));
  if (lastReply !== undefined) rows.replyBytes.set(row, messages.bytes.at(lastReply));
  rows.failed.set(row, thread.ended === 'error' ? 1 : 0);
}
