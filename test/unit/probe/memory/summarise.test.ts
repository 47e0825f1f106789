import { describe, expect, it } from 'vitest';
import type { RegionState } from '../../../../src/probe/memory/regions.js';
import { openElements } from '../../../../src/probe/memory/elements.js';
import { summariseWindow } from '../../../../src/probe/memory/summarise.js';
import {
  describeGrown,
  freeWindow,
  logElement,
  logObject,
  openWindow,
  type SiteState,
} from '../../../../src/probe/memory/window.js';

const TABLE = new Int32Array(100_000);
const site = (place: number): SiteState => ({
  id: place,
  place,
  region: {} as RegionState,
  access: 'read',
  what: 'element',
  met: new Set(),
});

/** Hashes of a stretch in which one site goes to these places, execution by execution. */
function orderOf(...executions: number[][]): string | undefined {
  const window = openWindow(0);
  if (window === null) throw new Error('no window');
  for (const [at, places] of executions.entries()) {
    window.executions = at + 1;
    for (const place of places) logElement(window, site(0), TABLE, place);
  }
  const [summary] = summariseWindow(window, [site(0)]);
  freeWindow(window);
  return summary?.order;
}

const COUNT = Array.from({ length: 300 }, (_, at) => (at * 7919) % 100_000);

describe('the order a stretch goes in', () => {
  it('is the same for the same places in the same order, however it goes on', () => {
    const order = orderOf(COUNT);
    expect(order).toMatch(/^[0-9a-z]{1,7}$/);
    expect(orderOf(COUNT)).toBe(order);
    expect(orderOf(COUNT.slice(0, 256))).toBe(order);
    expect(orderOf(COUNT, [1, 2, 3])).toBe(order);
  });

  it('is another where a place or the order differs', () => {
    const order = orderOf(COUNT);
    expect(orderOf(COUNT.toReversed())).not.toBe(order);
    expect(orderOf(COUNT.with(255, 5))).not.toBe(order);
    expect(orderOf(COUNT.slice(0, 255))).not.toBe(order);
  });

  it('of a short first execution is that one alone', () => {
    expect(orderOf([3, 1], [2])).toBe(orderOf([3, 1], [9, 9, 9]));
    expect(orderOf([3, 1], [2])).not.toBe(orderOf([3, 1, 2]));
  });
});

it('fields that are doubles in any object are told', () => {
  const window = openWindow(0);
  if (window === null) throw new Error('no window');
  for (const value of [1, 2.5, 3]) logObject(window, site(0), { id: 7, x: value + 0.5, y: value, name: 'a' });
  const [summary] = summariseWindow(window, [site(0)]);
  freeWindow(window);
  expect(summary).toMatchObject({ fields: ['id', 'x', 'y'], doubleFields: ['x', 'y'] });
});

it('an array that was empty at first is what it has become', () => {
  openElements();
  const window = openWindow(0);
  if (window === null) throw new Error('no window');
  const array: number[] = [];
  for (const id of [30_000_000, 20_000_000]) {
    logElement(window, { ...site(0), access: 'write' }, array, id);
    array[id] = 1;
  }
  describeGrown(window);
  const [summary] = summariseWindow(window, [site(0)]);
  freeWindow(window);
  expect(summary).toMatchObject({ elements: 'dictionary', length: 30_000_001 });
});

it('elements that no earlier stretch went to are counted, whichever container the array was', () => {
  const own = site(0);
  const freshOf = (...places: number[]): number | undefined => {
    const window = openWindow(0);
    if (window === null) throw new Error('no window');
    if (places.length > 3) logElement(window, site(1), [], 0);
    for (const place of places) logElement(window, own, TABLE, place);
    const [summary] = summariseWindow(window, [own]);
    freeWindow(window);
    return summary?.fresh;
  };
  expect([freshOf(1, 2, 2), freshOf(1, 2, 3, 4), freshOf(9)]).toEqual([2, 2, 1]);
});
