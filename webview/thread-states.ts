import type { ThreadState } from '../src/report/thread-time.js';
import type { SeriesColour } from './theme.js';

/** One colour for a state wherever it is drawn. */
export const STATE_COLOURS: Record<ThreadState['key'], SeriesColour> = {
  onCpuNs: 'green',
  runnableNs: 'yellow',
  lockWaitNs: 'red',
  otherWaitNs: 'orange',
  ioNs: 'blue',
  startingNs: 'purple',
  idleNs: 'idle',
};
