/** Binary heaps over typed arrays: nothing is allocated while a replay runs. */

/** Keys of a fixed set of items that come, change and go. Ties: the key that was set first, whatever the item's number. */
export interface IndexedHeap {
  size: number;
  items: Int32Array;
  /** Position of an item in `items`, -1 = not in. */
  positions: Int32Array;
  keys: Float64Array;
  /** The how-manieth setting of a key it was. */
  order: Float64Array;
  settings: number;
}

export function createIndexedHeap(capacity: number): IndexedHeap {
  return {
    size: 0,
    items: new Int32Array(capacity),
    positions: new Int32Array(capacity).fill(-1),
    keys: new Float64Array(capacity),
    order: new Float64Array(capacity),
    settings: 0,
  };
}

/** Puts the item in, or moves it to its new key. */
export function setKey(heap: IndexedHeap, item: number, key: number): void {
  let at = heap.positions[item] as number;
  heap.keys[item] = key;
  heap.order[item] = heap.settings++;
  if (at < 0) {
    at = heap.size++;
    heap.items[at] = item;
    heap.positions[item] = at;
  }
  sink(heap, raise(heap, at));
}

export function removeItem(heap: IndexedHeap, item: number): void {
  const at = heap.positions[item] as number;
  if (at < 0) return;
  heap.positions[item] = -1;
  const last = heap.items[--heap.size] as number;
  if (last === item) return;
  heap.items[at] = last;
  heap.positions[last] = at;
  sink(heap, raise(heap, at));
}

function raise(heap: IndexedHeap, start: number): number {
  const { items, positions, keys, order } = heap;
  const item = items[start] as number;
  const key = keys[item] as number;
  const turn = order[item] as number;
  let at = start;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const above = items[up] as number;
    const aboveKey = keys[above] as number;
    if (aboveKey < key || (aboveKey === key && (order[above] as number) < turn)) break;
    items[at] = above;
    positions[above] = at;
    at = up;
  }
  items[at] = item;
  positions[item] = at;
  return at;
}

function sink(heap: IndexedHeap, start: number): void {
  const { items, positions, keys, order, size } = heap;
  const item = items[start] as number;
  const key = keys[item] as number;
  const turn = order[item] as number;
  let at = start;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= size) break;
    let below = items[down] as number;
    let belowKey = keys[below] as number;
    if (down + 1 < size) {
      const other = items[down + 1] as number;
      const otherKey = keys[other] as number;
      if (otherKey < belowKey || (otherKey === belowKey && (order[other] as number) < (order[below] as number))) {
        down++;
        below = other;
        belowKey = otherKey;
      }
    }
    if (key < belowKey || (key === belowKey && turn < (order[below] as number))) break;
    items[at] = below;
    positions[below] = at;
    at = down;
  }
  items[at] = item;
  positions[item] = at;
}

/** What happens at a time; the same item may be in more than once. Ties: first in, first out. */
export interface TimerHeap {
  size: number;
  atNs: Float64Array;
  order: Float64Array;
  items: Int32Array;
  pushed: number;
}

export function createTimerHeap(): TimerHeap {
  return { size: 0, atNs: new Float64Array(64), order: new Float64Array(64), items: new Int32Array(64), pushed: 0 };
}

export function pushTimer(heap: TimerHeap, item: number, atNs: number): void {
  if (heap.size === heap.items.length) growTimers(heap);
  const { atNs: times, order, items } = heap;
  let at = heap.size++;
  // The order grows, so on a tie the newcomer stays below.
  while (at > 0) {
    const up = (at - 1) >> 1;
    if ((times[up] as number) <= atNs) break;
    moveTimer(heap, up, at);
    at = up;
  }
  times[at] = atNs;
  order[at] = heap.pushed++;
  items[at] = item;
}

/** @returns the item that was due first; its time is `atNs[0]` before the call. Must not be called on an empty heap. */
export function popTimer(heap: TimerHeap): number {
  const { atNs: times, order, items } = heap;
  const first = items[0] as number;
  const last = --heap.size;
  const time = times[last] as number;
  const turn = order[last] as number;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= last) break;
    if (down + 1 < last && isBefore(times, order, down + 1, down)) down++;
    const downTime = times[down] as number;
    if (time < downTime || (time === downTime && turn < (order[down] as number))) break;
    moveTimer(heap, down, at);
    at = down;
  }
  times[at] = time;
  order[at] = turn;
  items[at] = items[last] as number;
  return first;
}

function isBefore(times: Float64Array, order: Float64Array, left: number, right: number): boolean {
  const difference = (times[left] as number) - (times[right] as number);
  return difference < 0 || (difference === 0 && (order[left] as number) < (order[right] as number));
}

function moveTimer(heap: TimerHeap, from: number, to: number): void {
  heap.atNs[to] = heap.atNs[from] as number;
  heap.order[to] = heap.order[from] as number;
  heap.items[to] = heap.items[from] as number;
}

function growTimers(heap: TimerHeap): void {
  const capacity = heap.items.length * 2;
  const grown = {
    atNs: new Float64Array(capacity),
    order: new Float64Array(capacity),
    items: new Int32Array(capacity),
  };
  grown.atNs.set(heap.atNs);
  grown.order.set(heap.order);
  grown.items.set(heap.items);
  Object.assign(heap, grown);
}
