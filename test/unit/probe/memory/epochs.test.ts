import { afterEach, describe, expect, it } from 'vitest';
import { openEpochs, turnEpoch } from '../../../../src/probe/memory/epochs.js';
import { Names } from '../../../../src/probe/memory/transform/names.js';
import { transformSource } from '../../../../src/probe/memory/transform/transform.js';

const hidden = globalThis as unknown as Record<string, unknown>;
const MS = 1_000_000;
const isOn = (): boolean => hidden[Names.functions] === true;

afterEach(() => {
  for (const name of [Names.functions, Names.hits, Names.look, Names.counts, Names.enter]) {
    Reflect.deleteProperty(globalThis, name);
  }
});

describe('moments in which functions are recorded', () => {
  it('end after a while, and come back', () => {
    openEpochs(false, 0);
    turnEpoch(0, false);
    turnEpoch(26 * MS, false);
    expect(isOn()).toBe(false);
    turnEpoch(100 * MS, false);
    expect(isOn()).toBe(false);
    turnEpoch(130 * MS, false);
    expect(isOn()).toBe(true);
  });

  it('go on for a function that runs for the first time just when one is over', () => {
    openEpochs(false, 0);
    turnEpoch(0, true);
    turnEpoch(200 * MS, true);
    expect(isOn()).toBe(true);
    turnEpoch(230 * MS, false);
    expect(isOn()).toBe(false);
  });

  it('do not go on for ever for new functions', () => {
    openEpochs(false, 0);
    for (let at = 0; at <= 20; at++) turnEpoch(at * 25 * MS, true);
    turnEpoch(20 * 25 * MS + 1, true);
    expect([...Array(40).keys()].filter((at) => (turnEpoch((520 + 25 * at) * MS, true), isOn())).length).toBeLessThan(
      20,
    );
  });
});

it('a function asks for them now and then, where no loop does', () => {
  const asked: unknown[] = [];
  Object.assign(hidden, {
    [Names.functions]: false,
    [Names.hits]: new Int32Array(9),
    [Names.look]: (id: number) => asked.push(id),
  });
  const source = 'n.forEach((at) => a[at]++);';
  const transformed = transformSource(source, { module: false, nextRegion: 3, nextSite: 0 });
  // oxlint-disable-next-line typescript/no-implied-eval -- programs are text
  const program = new Function('n', 'a', transformed?.code ?? '') as (n: number[], a: number[]) => void;
  program(
    Array.from({ length: 5000 }, () => 0),
    [0],
  );
  expect(asked).toEqual([3, 3, 3, 3]);
});
