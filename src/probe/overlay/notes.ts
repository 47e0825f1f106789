/** What was changed in this process, counted in memory that all its threads share, and noted where the launcher looks. */
import fs from 'node:fs';
import path from 'node:path';
import { atomics } from '../node/natives.js';
import type { Note, OverlaySettings } from './settings.js';

/** Travels to workers as worker_threads environment data. */
export interface Shared {
  settings: OverlaySettings;
  /** Ints: files applied, pools applied, then calls and µs of each delay point. */
  counts: SharedArrayBuffer;
}

let shared: Shared;
let counts: Int32Array;

export function createShared(settings: OverlaySettings): Shared {
  const ints = settings.files.length + settings.pools.length + 2 * settings.delaysNs.length;
  return { settings, counts: new SharedArrayBuffer(4 * Math.max(1, ints)) };
}

export function openNotes(given: Shared): void {
  shared = given;
  counts = new Int32Array(given.counts);
}

function write(note: Note): void {
  try {
    fs.appendFileSync(path.join(shared.settings.notes, `${process.pid}.jsonl`), `${JSON.stringify(note)}\n`);
  } catch {
    // The launcher finds no note and says that it cannot tell.
  }
}

export function noteProcess(): void {
  write({ kind: 'process', nodeVersion: process.versions.node });
}

/** Once a process, however many threads do it. */
export function noteApplied(kind: 'file' | 'pool', index: number): void {
  const at = kind === 'file' ? index : shared.settings.files.length + index;
  if (atomics.add(counts, at, 1) === 0) write({ kind, index });
}

export function noteProblem(message: string): void {
  write({ kind: 'problem', message });
}

export function countDelay(index: number, burntUs: number): void {
  const at = shared.settings.files.length + shared.settings.pools.length + 2 * index;
  atomics.add(counts, at, 1);
  atomics.add(counts, at + 1, burntUs);
}

/** When the process ends. */
export function noteDelays(): void {
  const { files, pools, delaysNs } = shared.settings;
  if (delaysNs.length === 0) return;
  const first = files.length + pools.length;
  const points = delaysNs.map((_, index) => ({
    calls: atomics.load(counts, first + 2 * index),
    burntUs: atomics.load(counts, first + 2 * index + 1),
  }));
  write({ kind: 'delays', points });
}
