import './report.css';
import type { Report } from '../src/report/report.js';
import { createElement } from './dom.js';
import { connectHost } from './host.js';
import { createLive } from './live.js';
import type { CanvasOwner, PageContext } from './page.js';
import { showPage } from './show-page.js';
import { restoreState } from './state.js';
import { watchTheme } from './theme.js';
import { revealFinding, revealSection } from './reveal-finding.js';

const SCROLL_SAVE_MS = 200;

const { host, listen } = connectHost();
const updates = createLive(host);
const root = createElement('div', { class: 'page' });
const announcer = createElement('p', { class: 'hidden', attributes: { role: 'status' } });
document.body.prepend(root, announcer);

let canvases: CanvasOwner[] = [];
let context: PageContext | null = null;

function show(report: Report): void {
  for (const canvas of canvases) canvas.dispose();
  canvases = [];
  const state = restoreState(host.loadState(), report.run.id);
  const saveState = (): void => host.saveState(state);
  updates?.reset();
  const announce = (text: string): void => void (announcer.textContent = text);
  context = { host, report, live: updates?.live ?? null, state, saveState, canvases, announce };
  // From the first moment on: a closed window is restored by the run's id in the state.
  saveState();
  showPage(root, report, context);
  window.scrollTo(0, state.scrollY);
}

let scrollTimer: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('scroll', () => {
  clearTimeout(scrollTimer);
  scrollTimer = setTimeout(() => {
    if (context === null) return;
    context.state.scrollY = window.scrollY;
    context.saveState();
  }, SCROLL_SAVE_MS);
});

watchTheme(() => canvases.forEach((canvas) => canvas.redraw()));
listen({
  onReport: show,
  onReveal: revealFinding,
  onRevealSection: revealSection,
  onUpdate: (message) => updates?.receive(message),
  onFailure: (message) =>
    root.replaceChildren(createElement('p', { class: 'failure', attributes: { role: 'alert' } }, message)),
});
