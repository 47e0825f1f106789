import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a terminal sends to its whole foreground group, the program included: passing it on would deliver it twice. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const FROM_OTHERS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGUSR2'];
/** Those that ask a run to end; the others are messages to the program. */
const ENDING: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP']);

const IMPATIENT_TIMES = 3;
const IMPATIENT_WITHIN_MS = 2000;

export interface Forwarding {
  /** The last signal seen that asked the run to end. */
  seen(): NodeJS.Signals | undefined;
  dispose(): void;
}

export interface ForwardingEvents {
  /** A signal that asks the run to end is about to be passed on. */
  onEnding: () => void;
  /** Ctrl-C was pressed again and again. */
  onImpatience: () => void;
}

/**
 * Makes us stand aside while `child` runs in our place: signals to us are passed on and do not end us before it.
 * Three Ctrl-C within two seconds are reported as impatience: the program does not heed them.
 */
export function forwardSignals(child: ChildProcess, { onEnding, onImpatience }: ForwardingEvents): Forwarding {
  let seen: NodeJS.Signals | undefined;
  let interrupts: number[] = [];

  const onSignal = (signal: NodeJS.Signals): void => {
    if (ENDING.has(signal)) {
      seen = signal;
      onEnding();
    }
    if (signal === 'SIGINT') {
      const now = Date.now();
      interrupts = [...interrupts, now].filter((time) => now - time < IMPATIENT_WITHIN_MS);
      if (interrupts.length >= IMPATIENT_TIMES) onImpatience();
    }
    if (!(FROM_TERMINAL.includes(signal) && isInForeground())) child.kill(signal);
  };

  const signals = [...FROM_TERMINAL, ...FROM_OTHERS].filter(
    (signal) => process.platform !== 'win32' || signal === 'SIGINT' || signal === 'SIGTERM',
  );
  for (const signal of signals) process.on(signal, onSignal);
  return {
    seen: () => seen,
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

/** Whether our process group is the one its terminal sends Ctrl-C to. */
function isInForeground(): boolean {
  if (process.platform !== 'linux') return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const stat = readFileSync('/proc/self/stat', 'latin1');
  // After the name: state ppid pgrp session tty tpgid …
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === foreground;
}
