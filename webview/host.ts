/** Who shows the page: the editor, which sends the report and can open files, or a browser, with the report in the page. */
import type { Report } from '../src/report/report.js';
import { checkReport } from '../src/report/parse-report.js';
import { REPORT_ELEMENT_ID } from '../src/report/report-element.js';
import { readHostMessage, type HostMessage, type PageMessage } from '../src/protocol/messages.js';

/** What VS Code puts into each webview. */
interface EditorApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  // oxlint-disable-next-line no-var -- how a global function is declared to TypeScript
  var acquireVsCodeApi: (() => EditorApi) | undefined;
}

export interface Host {
  /** Null in a browser, where nobody listens. */
  post: ((message: PageMessage) => void) | null;
  loadState(): unknown;
  saveState(state: unknown): void;
}

export interface HostEvents {
  onReport(report: Report): void;
  onReveal(findingKey: string): void;
  onRevealSection(id: string): void;
  /** All else that the editor tells. */
  onUpdate(message: HostMessage): void;
  onFailure(message: string): void;
}

/** `listen` starts the exchange: nothing arrives before. */
export function connectHost(): { host: Host; listen(events: HostEvents): void } {
  const api = globalThis.acquireVsCodeApi?.();
  return api === undefined ? connectBrowser() : connectEditor(api);
}

function connectEditor(api: EditorApi): ReturnType<typeof connectHost> {
  return {
    host: {
      post: (message) => api.postMessage(message),
      loadState: () => api.getState(),
      saveState: (state) => api.setState(state),
    },
    listen(events) {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const message = readHostMessage(data);
        if (message !== null) dispatch(message, events);
      });
      api.postMessage({ type: 'ready' });
    },
  };
}

function dispatch(message: HostMessage, { onReport, onReveal, onRevealSection, onUpdate }: HostEvents): void {
  if (message.type === 'report') onReport(message.report);
  else if (message.type === 'revealFinding') onReveal(message.key);
  else if (message.type === 'revealSection') onRevealSection(message.id);
  else onUpdate(message);
}

/** Reloading keeps the state where the browser keeps history; a file that is opened again starts afresh. */
function connectBrowser(): ReturnType<typeof connectHost> {
  return {
    host: {
      post: null,
      loadState: () => history.state as unknown,
      saveState: (state) => history.replaceState(state, ''),
    },
    listen({ onReport, onFailure }) {
      try {
        const json = document.getElementById(REPORT_ELEMENT_ID)?.textContent ?? 'null';
        onReport(checkReport(JSON.parse(json), 'This page'));
      } catch (error) {
        onFailure(error instanceof Error ? error.message : String(error));
      }
    },
  };
}
