import type { Report } from '../src/report/report.js';
import type { Host } from './host.js';
import type { Live } from './live.js';
import type { PageState } from './state.js';

/** What every section is handed. */
export interface PageContext {
  host: Host;
  report: Report;
  /** What the editor tells while the page is open; null in a browser. */
  live: Live | null;
  state: PageState;
  /** To be called after a change of `state`. */
  saveState(): void;
  /** Says something to screen readers that has no place of its own. */
  announce(text: string): void;
  /** Drawn canvases: each is drawn again when the theme changes, and let go when the page is drawn anew. */
  canvases: CanvasOwner[];
}

export interface CanvasOwner {
  redraw(): void;
  dispose(): void;
}
