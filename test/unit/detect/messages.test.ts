import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import { drawProfile, fillWorkers, MS } from './draw-profile.js';
import { problems, seen } from './expect-findings.js';

const MB = 2 ** 20;

function busyMain(mainCpuMs: number) {
  const draw = drawProfile(1000, 2);
  const site = draw.site('main.js:11');
  draw.pool(2).thread(0, ({ states }) => (states.onCpuNs = mainCpuMs * MS));
  return { draw, site };
}

describe('large-clone', () => {
  const clone = (bytes: number, serialiseMs: number, deserialiseMs: number) => {
    const { draw, site } = busyMain(serialiseMs + 50);
    const cost = { serialiseNs: serialiseMs * MS, deserialiseNs: deserialiseMs * MS };
    return draw
      .tasks(fillWorkers([1, 2], 40, 20))
      .messages({ site, count: 100, bytes: 100 * bytes, bytesKnownFor: 100, ...cost })
      .done();
  };

  it('is a problem when copying takes a visible part of the busiest thread', () => {
    const [first] = detect(clone(MB, 700, 300)).findings;
    expect(first).toMatchObject({ id: 'large-clone', level: 'problem' });
    expect(first?.title).toContain('1 MB');
  });

  it('is none for large messages that were moved', () => {
    expect(seen(clone(MB, 1, 1), 'large-clone')).toBeUndefined();
  });

  it('is none for small messages, whatever they cost', () => {
    expect(seen(clone(200, 700, 300), 'large-clone')).toBeUndefined();
  });
});

describe('repeated-broadcast', () => {
  const broadcast = (kind: 'object' | 'typed-array', posts: number) => {
    const { draw, site } = busyMain(750);
    return draw
      .tasks(fillWorkers([1, 2], 40, 20))
      .messages({
        site,
        count: 100,
        bytes: 100 * MB,
        bytesKnownFor: 100,
        serialiseNs: 700 * MS,
        deserialiseNs: 300 * MS,
      })
      .payload({ site, kind, bytes: MB, posts, receivers: [1, 2] })
      .done();
  };

  it('is the cause when an object is sent again and again', () => {
    expect(problems(broadcast('object', 100))).toEqual(['repeated-broadcast']);
  });

  it('gives way to large-clone for flat memory, which can be shared', () => {
    expect(problems(broadcast('typed-array', 100))).toEqual(['large-clone']);
  });

  it('is none when every message carries another object', () => {
    expect(seen(broadcast('object', 1), 'repeated-broadcast')).toBeUndefined();
  });
});

describe('chatty-messages', () => {
  const chatter = (count: number, receiveMs: number) => {
    const { draw, site } = busyMain(receiveMs);
    return draw
      .thread(1, ({ states }) => (states.onCpuNs = 500 * MS))
      .messages({
        site,
        direction: 'to-parent',
        threads: [1, 2],
        count,
        serialiseNs: receiveMs * 0.3 * MS,
        handleNs: receiveMs * 0.6 * MS,
      })
      .done();
  };

  it('is a problem when receiving keeps the main thread busy', () => {
    expect(detect(chatter(100_000, 900)).findings[0]).toMatchObject({ id: 'chatty-messages', level: 'problem' });
  });

  it('is none for a few progress messages', () => {
    expect(seen(chatter(20, 1), 'chatty-messages')).toBeUndefined();
  });
});

describe('blocking-call-to-worker', () => {
  const calls = (lengthMs: number) => {
    const draw = drawProfile(1000, 2);
    const site = draw.site('main.js:10');
    const waits = Array.from({ length: 50 }, (_, index): [number, number, number] => [
      0,
      index * 20,
      index * 20 + lengthMs,
    ]);
    return draw
      .pool(1)
      .waitPoint(waits, { meaning: 'call', site, notifiers: [1] })
      .tasks(
        Array.from({ length: 50 }, (_, i) => ({ thread: 1, submit: i * 20, start: i * 20, end: i * 20 + lengthMs })),
      )
      .thread(0, ({ states }) => (states.onCpuNs = (1000 - 50 * lengthMs) * MS))
      .done();
  };

  it('is a problem when the caller stands still for much of the run', () => {
    expect(problems(calls(12))).toEqual(['blocking-call-to-worker']);
  });

  it('is none when the answers come at once', () => {
    expect(seen(calls(0.1), 'blocking-call-to-worker')).toBeUndefined();
  });
});

describe('polling-handoff', () => {
  const spin = (cores: number) => {
    const draw = drawProfile(1000, cores);
    const site = draw.site('worker.js:8');
    const waits = Array.from({ length: 50 }, (_, index): [number, number, number] => [2, index * 20, index * 20 + 16]);
    return draw
      .worker(0, 0, 1000)
      .worker(0, 0, 1000)
      .worker(0, 0, 1000)
      .tasks([1, 2, 3].map((thread) => ({ thread, submit: 0, start: 0, end: 1000, pool: -1, source: 1 as const })))
      .waitPoint(waits, { meaning: 'handoff', how: 'spin', site, cpuNs: 800 * MS })
      .done();
  };

  it('is a problem when spinning takes cores that others want', () => {
    expect(detect(spin(2)).findings[0]).toMatchObject({ id: 'polling-handoff', level: 'problem' });
  });

  it('is none when there is a core for everybody', () => {
    expect(problems(spin(4))).toEqual([]);
  });

  it('counts how late a look comes when threads sleep between looks', () => {
    const draw = drawProfile(1000, 2);
    const site = draw.site('worker.js:16');
    const turns = (thread: number, from: number): [number, number, number][] =>
      Array.from({ length: 50 }, (_, index) => [thread, from + index * 20, from + index * 20 + 10]);
    const profile = draw
      .worker(0, 0, 1000)
      .worker(0, 0, 1000)
      .waitPoint([...turns(1, 0), ...turns(2, 10)], { meaning: 'handoff', how: 'poll', site, emptyLooks: 100 })
      .done();
    expect(problems(profile)).toEqual(['polling-handoff']);
  });
});

describe('gc-pressure', () => {
  const collecting = (ms: number) => {
    const draw = drawProfile(1000, 2);
    const site = draw.site('worker.js:14');
    draw
      .pool(2)
      .tasks(fillWorkers([1, 2], 200, 10))
      .hot('step', site, 100);
    for (const index of [1, 2]) {
      draw.thread(
        index,
        (thread) => (thread.gc = { count: 50, totalNs: ms * MS, majorCount: 5, majorNs: MS, longestNs: MS }),
      );
    }
    return draw.done();
  };

  it('is a problem when much of the CPU time is collecting', () => {
    expect(detect(collecting(300)).findings[0]).toMatchObject({ id: 'gc-pressure', level: 'problem' });
  });

  it('is none at the few percent every program has', () => {
    expect(seen(collecting(30), 'gc-pressure')).toBeUndefined();
  });
});
