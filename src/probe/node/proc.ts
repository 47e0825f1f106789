/** What Linux says about threads and the machine. Files are kept open and read anew from their start: microseconds each. */
import fs from 'node:fs';
import { ThreadState } from '../../trace/records.js';

const buffer = Buffer.alloc(1024);
/** USER_HZ is 100 on every Linux that Node supports. */
const TICK_NS = 10_000_000;

/** System call numbers of the two ways to wait that must be told apart, by process.arch. */
const CALLS: Record<string, { futex: number; poll: number[] }> = {
  x64: { futex: 202, poll: [232, 281, 441, 7, 271, 23, 270] },
  arm64: { futex: 98, poll: [22, 441, 73, 72] },
};

export interface ThreadFiles {
  sched: number;
  call: number;
}

function open(path: string): number {
  try {
    return fs.openSync(path, 'r');
  } catch {
    return -1;
  }
}

function read(fd: number): string | null {
  if (fd < 0) return null;
  try {
    return buffer.toString('latin1', 0, fs.readSync(fd, buffer, 0, buffer.length, 0));
  } catch {
    return null;
  }
}

export function openThread(tid: number): ThreadFiles {
  return { sched: open(`/proc/self/task/${tid}/schedstat`), call: open(`/proc/self/task/${tid}/syscall`) };
}

export function closeThread({ sched, call }: ThreadFiles): void {
  for (const fd of [sched, call]) if (fd >= 0) fs.closeSync(fd);
}

/** CPU time and run-queue delay since the thread began, ns; null when the thread is gone or the platform has no such file. */
export function readSched(files: ThreadFiles): { cpuNs: number; delayNs: number } | null {
  const text = read(files.sched);
  if (text === null || text === '') return null;
  const [cpuNs, delayNs] = text.split(' ').map(Number);
  return cpuNs === undefined || delayNs === undefined ? null : { cpuNs, delayNs };
}

export function readState(files: ThreadFiles): number {
  const text = read(files.call);
  if (text === null || text === '') return ThreadState.Unknown;
  if (text.startsWith('running')) return ThreadState.Running;
  const call = Number.parseInt(text, 10);
  const calls = CALLS[process.arch];
  if (calls === undefined || !Number.isInteger(call)) return ThreadState.Unknown;
  if (call === calls.futex) return ThreadState.Futex;
  return calls.poll.includes(call) ? ThreadState.EventLoop : ThreadState.OtherSyscall;
}

let stat = -2;
let self = -2;

/** CPU ns the whole machine has used since boot: all but idle and waiting for disks. */
export function readHostCpuNs(): number | null {
  if (stat === -2) stat = open('/proc/stat');
  const line = read(stat)?.split('\n', 1)[0];
  if (line === undefined || !line.startsWith('cpu ')) return null;
  const ticks = line.trim().split(/\s+/).slice(1).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = ticks;
  return (user + nice + system + irq + softirq + steal) * TICK_NS;
}

/** CPU ns of child processes that have ended and were waited for. */
export function readChildrenCpuNs(): number {
  if (self === -2) self = open('/proc/self/stat');
  const fields = read(self)?.split(') ')[1]?.split(' ');
  return fields === undefined ? 0 : (Number(fields[13]) + Number(fields[14])) * TICK_NS;
}

/** The OS id of the calling thread; 0 where the platform does not tell. */
export function readOwnTid(): number {
  try {
    return Number(fs.readlinkSync('/proc/thread-self').split('/')[2]) || 0;
  } catch {
    return 0;
  }
}
