import type { Profile, TaskTable } from '../../src/model/profile.js';

const WIDTH = 60;

/** A profile as text, for eyes and snapshots: a line a thread, `#` in a task, `w` waiting for a lock, `.` else. */
export function drawProfile(profile: Profile): string {
  const { threads, tasks, locks, waitPoints, messageSites, pools } = profile;
  return [
    `run ${ms(profile.run.beginNs)}..${ms(profile.run.endNs)} ms, exit ${profile.run.exitCode}`,
    ...threads.map((thread) => {
      const states = Object.entries(thread.states).map(([name, ns]) => `${name.slice(0, -2)} ${ms(ns as number)}`);
      return `${drawThread(profile, thread.index)} ${thread.origin} ${thread.threadId} ${thread.ended}: ${states.join(', ')}`;
    }),
    ...pools.map((pool) => `pool ${pool.library} ${place(profile, pool.createdAt)} threads ${pool.threads.join()} tasks ${pool.taskCount}`),
    ...Array.from({ length: tasks.count }, (_, row) => drawTask(profile, tasks, row)),
    ...locks.map(
      (lock) =>
        `lock ${lock.name} ${lock.kind} ${place(profile, lock.acquireSites[0]?.site)}: ${lock.acquires} acquires, ` +
        `${lock.contendedAcquires} contended, wait ${ms(lock.waitNs)}, hold ${ms(lock.holdNs)}`,
    ),
    ...waitPoints.map(
      (point) => `wait ${point.meaning} ${point.how} ${place(profile, point.site)}: ${point.count}x ${ms(point.totalNs)}`,
    ),
    ...messageSites.map(
      (site) => `message ${site.direction} ${place(profile, site.site)}: ${site.count}x ${site.bytes} bytes, serialise ${ms(site.serialiseNs)}`,
    ),
    ...profile.quality.missing,
    '',
  ].join('\n');
}

function ms(ns: number): string {
  return Number.isNaN(ns) ? '?' : String(Number((ns / 1e6).toFixed(3)));
}

function place({ sites }: Profile, index: number | undefined): string {
  const site = sites[index ?? -1];
  const frame = site?.frames[site.place];
  return frame === undefined ? '-' : `${frame.file.split('/').at(-1)}:${frame.line}`;
}

function drawTask(profile: Profile, tasks: TaskTable, row: number): string {
  const times = [tasks.submitNs, tasks.dispatchNs, tasks.startNs, tasks.endNs, tasks.doneNs];
  const agent = profile.agents.find(({ id }) => id === tasks.agent[row])?.name ?? '-';
  return (
    `task on ${tasks.thread[row]} of ${agent} from ${place(profile, tasks.submitSite[row])}: ` +
    `${times.map((column) => ms(column[row] ?? Number.NaN)).join(' → ')}, lock wait ${ms(tasks.lockWaitNs[row] ?? 0)}`
  );
}

function drawThread({ run, tasks, locks, threads }: Profile, thread: number): string {
  const cells = Array.from({ length: WIDTH }, () => ' ');
  const fill = (begin: number, end: number, mark: string): void => {
    const scale = WIDTH / (run.endNs - run.beginNs);
    const to = Math.min(WIDTH, Math.ceil((end - run.beginNs) * scale));
    for (let at = Math.max(0, Math.floor((begin - run.beginNs) * scale)); at < to; at++) cells[at] = mark;
  };
  const own = threads[thread];
  if (own !== undefined) fill(own.beginNs, own.endNs, '.');
  for (let row = 0; row < tasks.count; row++) {
    if (tasks.thread[row] === thread) fill(tasks.startNs[row] ?? 0, tasks.endNs[row] ?? 0, '#');
  }
  for (const { waits } of locks) {
    for (let row = 0; row < waits.count; row++) {
      if (waits.thread[row] === thread) fill(waits.beginNs[row] ?? 0, waits.endNs[row] ?? 0, 'w');
    }
  }
  return `|${cells.join('')}|`;
}
