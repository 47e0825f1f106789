import type { Report } from '../../src/report/report.js';
import { createCode } from '../copy-button.js';
import { createElement } from '../dom.js';
import { createIcon } from '../icons.js';
import type { Live } from '../live.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';

/** What a memory pass would tell, and a button or a command that makes one. */
export function createMemoryRequest({ run }: Report, context: PageContext): Section | null {
  const { live, host } = context;
  const what =
    'The program runs once more, with its loops recorded now and then: which steps they take through memory, how much of each cache ' +
    'line they use, which lines threads share, and what is copied and allocated. That run is slower and is never timed; what it writes is thrown away.';
  return createSection(
    { id: 'memory', title: 'Memory', note: 'No memory pass was made for this run.' },
    createElement('p', { class: 'memory-what' }, what),
    live === null || host.post === null
      ? createCode(`threadwise memory ${run.id}`, context)
      : createStart(live, () => host.post?.({ type: 'lookAtMemory' })),
  );
}

function createStart(live: Live, start: () => void): HTMLElement {
  const button = createElement('button', { class: 'action', attributes: { type: 'button' }, onClick: start });
  const told = createElement('span', { class: 'observed', attributes: { role: 'status' } });
  const update = (): void => {
    const { canRun, progress } = live.memoryPass();
    button.disabled = !canRun || progress !== null;
    button.replaceChildren(createIcon('memory'), 'Look at memory access');
    told.textContent =
      progress ??
      (canRun
        ? ''
        : 'This runs code of the workspace, which you have not said you trust, or the run cannot be started again.');
  };
  update();
  live.onChange(update);
  return createElement('div', { class: 'change-buttons' }, button, told);
}
