import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyzeRun, SCALABILITY_FILE } from '../../src/analyze-run.js';
import { BlobKind, RecordType } from '../../src/trace/records.js';
import { createTraceWriter } from '../../src/trace/write-trace.js';

let runDir: string;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'threadwise-run-'));
});
afterEach(() => rmSync(runDir, { recursive: true }));

/** A process whose main thread and one worker wrote so many collections. */
function writeProcess(pid: number, mainRecords: number, workerRecords: number): void {
  const trace = createTraceWriter({
    pid,
    parentPid: 1,
    nodeVersion: 'v20.0.0',
    platform: 'linux',
    arch: 'x64',
    cores: 2,
    cpuModel: 'test',
    argv: ['node', `${pid}.js`],
    execArgv: [],
    cwd: '/w',
    startedAtMs: 0,
    epochHrtimeNs: '0',
    beforeProbeNs: 0,
    probeVersion: '0',
  });
  const origins = ['main', 'worker'] as const;
  for (const [index, records] of [mainRecords, workerRecords].entries()) {
    if (records === 0) continue;
    const thread = trace.thread(index);
    const info = {
      index,
      threadId: index,
      parentIndex: 0,
      tid: 0,
      file: 'f',
      name: '',
      origin: origins[index],
      createdAt: 0,
    };
    thread.blob(0, BlobKind.Thread, index, info);
    for (let count = 0; count < records; count++) thread.record(1000 + count, RecordType.Gc, 10);
  }
  writeFileSync(join(runDir, `${pid}.twtrace`), trace.finish());
}

describe('analyzeRun', () => {
  it('reports on the process with the busiest workers and names the others', async () => {
    writeProcess(10, 500, 0);
    writeProcess(11, 5, 50);
    writeProcess(12, 5, 20);
    const { report } = await analyzeRun(runDir, null);
    expect(report.run.pid).toBe(11);
    expect(report.run.otherProcesses.map(({ pid, threads }) => [pid, threads])).toEqual([
      [12, 2],
      [10, 1],
    ]);
  });

  it('reports on the process asked for', async () => {
    writeProcess(10, 500, 0);
    writeProcess(11, 5, 50);
    expect((await analyzeRun(runDir, null, '10.twtrace')).report.run.pid).toBe(10);
  });

  it('takes over what the launcher knows, and the curve', async () => {
    writeProcess(10, 5, 5);
    const run = {
      command: ['npm', 'start'],
      cwd: '/w',
      startedAt: '2026-01-01T00:00:00.000Z',
      exitCode: null,
      signal: 'SIGTERM',
    };
    const point = {
      threads: 1,
      runs: 1,
      throughputPerSecond: 1,
      interval: [1, 1],
      speedUp: 1,
      speedUpInterval: [1, 1],
    };
    writeFileSync(join(runDir, 'run.json'), JSON.stringify(run));
    writeFileSync(join(runDir, SCALABILITY_FILE), JSON.stringify([{ ...point, latencyNs: null, cpuEfficiency: null }]));
    const { report, reportJson, reportHtml } = await analyzeRun(runDir, null);
    expect(report.run).toMatchObject({ command: ['npm', 'start'], signal: 'SIGTERM', startedAt: run.startedAt });
    expect(report.scalability).toHaveLength(1);
    expect(JSON.parse(reportJson)).toEqual(report);
    expect(reportHtml).toBeNull();
  });

  it('names a workload as one would run it again, not the driver', async () => {
    writeProcess(10, 5, 5);
    const command = ['/bin/node', '/opt/dist/threadwise-pool/driver.js', '/w/a.workload.ts', '--threads', '2'];
    writeFileSync(join(runDir, 'run.json'), JSON.stringify({ command, cwd: '/w' }));
    const { report } = await analyzeRun(runDir, null);
    expect(report.run.command).toEqual(['threadwise', 'run', 'a.workload.ts', '--threads', '2']);
  });

  it('does without a run.json that is broken', async () => {
    writeProcess(10, 5, 5);
    writeFileSync(join(runDir, 'run.json'), '{"command": [');
    expect((await analyzeRun(runDir, null)).report.run.command).toEqual(['node', '10.js']);
  });

  it('writes the page when it is given its parts', async () => {
    writeProcess(10, 5, 5);
    const { reportHtml } = await analyzeRun(runDir, { script: 'void 0;', style: 'p {}' });
    expect(reportHtml).toContain('<!doctype html>');
  });

  it('says what to do when there is no trace, or a foreign one', async () => {
    await expect(analyzeRun(runDir, null)).rejects.toThrow(/started no Node process.*Run the command by itself/s);
    writeFileSync(join(runDir, '1.twtrace'), 'something else');
    await expect(analyzeRun(runDir, null)).rejects.toThrow(/1\.twtrace is not a Threadwise trace/);
  });
});
