import { RecordType } from '../trace/records.js';
import { Doubles, Ints } from './growable.js';
import type { Thread } from './profile.js';
import type { Cursor, Handlers } from './sweep.js';
import type { WaitPart } from './wait-part.js';

export interface EmptyPolls {
  handlers: Handlers;
  /** One part for each site that looked for messages in vain. */
  measure(threads: readonly Thread[], window: { beginNs: number; endNs: number }): WaitPart[];
}

/** Looks in vain in a row below which it is a loop that empties a port, not polling. */
const MIN_LOOKS = 4;

/** receiveMessageOnPort that found nothing, again and again. The time is that since the thread last got a message. */
export function logEmptyPolls(positionOf: Int32Array, threadCount: number): EmptyPolls {
  const rows = {
    thread: new Ints(),
    site: new Ints(),
    sender: new Ints(),
    looks: new Doubles(),
    beginNs: new Doubles(),
    endNs: new Doubles(),
  };
  const sinceNs = new Float64Array(threadCount).fill(Number.NaN);
  const lastSite = new Int32Array(threadCount).fill(-1);

  function poll({ thread, a, c, timeNs, site }: Cursor): void {
    if (a < MIN_LOOKS) return;
    if (site !== -1) lastSite[thread] = site;
    rows.thread.push(thread);
    rows.site.push(lastSite[thread] as number);
    rows.sender.push(positionOf[c] as number);
    rows.looks.push(a);
    rows.beginNs.push(Number.isNaN(sinceNs[thread] as number) ? timeNs : (sinceNs[thread] as number));
    rows.endNs.push(timeNs);
  }
  const note = ({ thread, timeNs }: Cursor): void => {
    sinceNs[thread] = timeNs;
  };

  return {
    handlers: {
      [RecordType.EmptyPoll]: poll,
      [RecordType.MsgRecvEnd]: note,
      [RecordType.MsgPost]: note,
      [RecordType.ThreadStart]: note,
    },
    measure(threads, window) {
      const parts = new Map<number, WaitPart>();
      for (let row = 0; row < rows.thread.count; row++) {
        const end = rows.endNs.at(row);
        if (end < window.beginNs || rows.beginNs.at(row) > window.endNs) continue;
        const site = rows.site.at(row);
        const thread = rows.thread.at(row);
        const length = end - Math.max(window.beginNs, rows.beginNs.at(row));
        const isPools = isTaskPool(threads[thread]) || isTaskPool(threads[rows.sender.at(row)]);
        const part = parts.get(site) ?? createPart(site, isPools ? 'idle' : 'handoff');
        parts.set(site, part);
        part.threads.add(thread);
        if (rows.sender.at(row) !== -1) part.notifiers.add(rows.sender.at(row));
        part.count++;
        part.totalNs += length;
        if (threads[thread]?.isMain === true) part.mainNs += length;
        part.emptyLooks += rows.looks.at(row);
      }
      return [...parts.values()];
    },
  };
}

/** Piscina and tinypool look for messages themselves, between tasks and between replies. */
function isTaskPool(thread: Thread | undefined): boolean {
  return thread?.origin === 'piscina' || thread?.origin === 'tinypool';
}

function createPart(site: number, meaning: WaitPart['meaning']): WaitPart {
  return {
    meaning,
    how: 'poll',
    site,
    createdAt: -1,
    threads: new Set(),
    notifiers: new Set(),
    rows: [],
    spinRows: [],
    notifyRows: [],
    count: 0,
    totalNs: 0,
    cpuNs: 0,
    mainNs: 0,
    emptyLooks: 0,
  };
}
