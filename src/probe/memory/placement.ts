/** Where this thread runs: the core it is on now and then, and how often the kernel moved it. */
import fs from 'node:fs';
import { write } from './thread-file.js';

const LOOK_EVERY_NS = 5_000_000;
/** Field 39 of /proc/<pid>/stat, counted after the name in brackets, which is the second. */
const PROCESSOR = 39 - 3;

const buffer = Buffer.alloc(4096);
const cores = new Map<number, number>();
const { openSync, readSync } = fs;
let stat = -1;
let sched = -1;
let beganNs = 0;
let lookedNs = 0;
let migrationsBefore = 0;

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch {
    return -1;
  }
}

function read(fd: number): string {
  try {
    return fd < 0 ? '' : buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0));
  } catch {
    return '';
  }
}

/** -1 where the kernel does not tell. */
function readMigrations(): number {
  const found = /nr_migrations\s*:\s*(\d+)/.exec(read(sched))?.[1];
  return found === undefined ? -1 : Number(found);
}

export function openPlacement(tid: number, nowNs: number): void {
  stat = open(`/proc/self/task/${tid}/stat`);
  sched = open(`/proc/self/task/${tid}/sched`);
  beganNs = nowNs;
  migrationsBefore = Math.max(0, readMigrations());
  lookAtPlace(nowNs);
}

export function lookAtPlace(nowNs: number): void {
  if (stat < 0 || nowNs - lookedNs < LOOK_EVERY_NS) return;
  lookedNs = nowNs;
  const text = read(stat);
  const core = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[PROCESSOR]);
  if (Number.isInteger(core)) cores.set(core, (cores.get(core) ?? 0) + 1);
}

export function tellPlacement(nowNs: number): void {
  if (cores.size === 0) return;
  const migrations = readMigrations();
  write({
    kind: 'placement',
    cores: [...cores],
    migrations: migrations < 0 ? -1 : migrations - migrationsBefore,
    overNs: nowNs - beganNs,
  });
}
