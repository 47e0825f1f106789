import { beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  fileOfLine as FileOfLine,
  learnCalls as LearnCalls,
  ProfileNode,
} from '../../../../src/probe/memory/inlined.js';

let fileOfLine: typeof FileOfLine;
let learnCalls: typeof LearnCalls;
beforeEach(async () => {
  vi.resetModules();
  ({ fileOfLine, learnCalls } = await import('../../../../src/probe/memory/inlined.js'));
});

const node = (id: number, url: string, beginLine: number, lines: number[], children: number[] = []): ProfileNode => ({
  id,
  callFrame: { functionName: `f${beginLine}`, url, lineNumber: beginLine - 1 },
  hitCount: lines.length,
  positionTicks: lines.map((line) => ({ line, ticks: 1 })),
  children,
});

describe('lines of code that was drawn into its caller', () => {
  it('are of the file in which a function below the caller was seen on them', () => {
    const caller = node(2, 'file:///a.mjs', 7, [33, 9], [3]);
    learnCalls([node(1, '', 1, [], [2]), caller, node(3, 'file:///b.mjs', 30, [33])]);
    expect(fileOfLine(caller, 33)).toBe('file:///b.mjs');
    expect(fileOfLine(caller, 9)).toBe('file:///a.mjs');
  });

  it('are known from then on, through callers in between, and when those were taken for it', () => {
    const outer = node(2, 'file:///a.mjs', 7, [], [3]);
    const between = node(3, 'file:///b.mjs', 20, [], [4]);
    learnCalls([outer, between, node(4, 'file:///c.mjs', 30, [33])]);
    learnCalls([outer, node(3, 'file:///b.mjs', 20, [33])]);
    expect(fileOfLine(outer, 33)).toBe('file:///c.mjs');
  });

  it('stay where they are told when two files come into question, or it is the line the function begins on', () => {
    const caller = node(1, 'file:///a.mjs', 7, [33, 7], [2, 3, 4]);
    learnCalls([
      caller,
      node(2, 'file:///b.mjs', 30, [33, 7]),
      node(3, 'file:///c.mjs', 30, [33]),
      node(4, 'file:///d.mjs', 30, [12]),
    ]);
    expect(fileOfLine(caller, 33)).toBe('file:///a.mjs');
    expect(fileOfLine(caller, 7)).toBe('file:///a.mjs');
    expect(fileOfLine(node(9, 'file:///x.mjs', 7, [33]), 33)).toBe('file:///x.mjs');
  });
});
