import { readFileSync } from 'node:fs';

/** Readings of the machine's CPU time, in clock ticks since it started. */
export interface LoadReading {
  busy: number;
  total: number;
  /** Of this process and of all its children that have ended. */
  own: number;
}

/** Below so many ticks of machine time (cores × time) the clock is too coarse to tell who used them. */
const MIN_TICKS = 50;

/** Null where the platform has no /proc. */
export function readLoad(): LoadReading | null {
  if (process.platform !== 'linux') return null;
  try {
    return parseLoad(readFileSync('/proc/stat', 'latin1'), readFileSync('/proc/self/stat', 'latin1'));
  } catch {
    return null;
  }
}

/** See proc(5): user nice system idle iowait irq softirq steal; utime stime cutime cstime are fields 14 to 17. */
export function parseLoad(stat: string, selfStat: string): LoadReading {
  const ticks = (stat.split('\n', 1)[0] ?? '').trim().split(/\s+/).slice(1, 9).map(Number);
  const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, irq = 0, softIrq = 0, steal = 0] = ticks;
  const busy = user + nice + system + irq + softIrq + steal;
  const fields = selfStat.slice(selfStat.lastIndexOf(')') + 2).split(' ');
  const own = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { busy, total: busy + idle + ioWait, own };
}

/** Share of the machine that others used between two readings, 0..1; null when that cannot be told. */
export function foreignShare(before: LoadReading | null, after: LoadReading | null): number | null {
  if (before === null || after === null) return null;
  const total = after.total - before.total;
  if (total < MIN_TICKS) return null;
  const foreign = after.busy - before.busy - (after.own - before.own);
  return Math.min(1, Math.max(0, foreign / total));
}
