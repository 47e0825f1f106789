import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installNode, NODE_MAJORS } from '../node-versions.mjs';
import { ofKind, PROGRAMS, recordMemory } from './run-memory.js';

describe.each(NODE_MAJORS)('the memory pass under Node %i', (major) => {
  it('sees the walks of workers that are terminated, and which words they share', async () => {
    const { exitCode, threads } = await recordMemory(await installNode(major), [join(PROGRAMS, 'walks.mjs')]);
    expect(exitCode).toBe(0);
    expect([...threads.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2]);
    const names = new Set<string>();
    for (const threadId of [1, 2]) {
      const records = threads.get(threadId) ?? [];
      const site = ofKind(records, 'site').find(({ text }) => text === 'a[i * n + j]');
      expect(site?.line).toBe(18);
      const windows = ofKind(records, 'window').flatMap(({ sites }) => sites);
      const walks = windows.filter((each) => each.site === site?.id);
      expect(walks.length).toBeGreaterThanOrEqual(3);
      for (const { strides, lines, container, elementBytes, length } of walks) {
        expect({ strides, lines }).toEqual({ strides: [[4096, 511]], lines: 512 });
        expect([container, elementBytes, length]).toEqual(['Float64Array', 8, 512 * 512]);
      }
      for (const { shared } of windows) if (shared !== undefined) names.add(shared);
    }
    expect(names.size).toBe(1);
  });
});
