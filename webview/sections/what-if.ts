import { formatNs, formatShare } from '../../src/report/format.js';
import { formatSpeedUpInterval } from '../../src/report/say-prediction.js';
import type { PageKnob, WhatIfAnswer } from '../../src/protocol/what-if.js';
import { createElement } from '../dom.js';
import type { Knobs, Live } from '../live.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';

/** Long enough to pass over the values a slider is drawn across. */
const SETTLE_MS = 120;

/** Changes to try by hand: the run replayed with them, as they are turned. Only where an editor answers. */
export function createWhatIf({ live, report }: PageContext): Section | null {
  if (live === null) return null;
  const body = createElement('div', { class: 'what-if' });
  const start = createElement('button', { attributes: { type: 'button' } }, 'Try changes');
  start.addEventListener('click', () => {
    start.disabled = true;
    start.textContent = 'Preparing the replay …';
    void live.listKnobs().then((knobs) => {
      body.replaceChildren(...createPanel(knobs, live, report.keyFigures.makespanNs));
      body.querySelector('input')?.focus();
    });
  });
  body.append(start);
  return createSection(
    {
      id: 'what-if',
      title: 'What if',
      note: 'The recorded run replayed with changes, together. Modelled, not measured.',
    },
    body,
  );
}

function createPanel({ knobs, refusal }: Knobs, live: Live, recordedNs: number): HTMLElement[] {
  if (refusal !== null) return [createElement('p', {}, `Nothing can be predicted for this run: ${refusal}.`)];
  const values = new Map<string, number>();
  const outcome = createElement('div', { class: 'what-if-outcome', attributes: { role: 'status' } });
  const resets: (() => void)[] = [];
  const reset = createElement('button', { class: 'quiet', attributes: { type: 'button' } }, 'As recorded');
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (): void => {
    const changes = [...values].map(([key, value]) => ({ key, value }));
    reset.disabled = changes.length === 0;
    clearTimeout(timer);
    if (changes.length === 0) return outcome.replaceChildren(...sayRecorded(recordedNs));
    outcome.classList.add('stale');
    timer = setTimeout(() => {
      void live.ask(changes).then((answer) => {
        outcome.classList.remove('stale');
        outcome.replaceChildren(...sayAnswer(answer, recordedNs));
      });
    }, SETTLE_MS);
  };
  const turn = (knob: PageKnob, value: number): void => {
    if (value === knob.now) values.delete(knob.key);
    else values.set(knob.key, value);
    settle();
  };
  reset.addEventListener('click', () => {
    for (const put of resets) put();
    values.clear();
    settle();
  });
  const subjects = [...new Set(knobs.map(({ subject }) => subject))];
  const groups = subjects.map((subject, index) => {
    const rows = knobs.filter((knob) => knob.subject === subject).map((knob) => createRow(knob, turn));
    resets.push(...rows.map((row) => row.reset));
    const details = createElement(
      'details',
      { class: 'disclosure' },
      createElement('summary', {}, subject),
      ...rows.map(({ element }) => element),
    );
    details.open = index === 0;
    return details;
  });
  settle();
  return [createElement('div', { class: 'what-if-head' }, outcome, reset), ...groups];
}

function createRow(
  knob: PageKnob,
  turn: (knob: PageKnob, value: number) => void,
): { element: HTMLElement; reset: () => void } {
  const { key, label, unit, min, max, step, now } = knob;
  const id = `knob-${key}`;
  const isSwitch = unit === 'switch';
  const input = createElement('input', {
    id,
    attributes: isSwitch
      ? { type: 'checkbox' }
      : { type: 'range', min: String(min), max: String(max), step: String(step), value: String(now) },
  });
  const shown = createElement('output', { attributes: { for: id } });
  const put = (value: number): void => {
    input.checked = value === 1;
    if (!isSwitch) input.value = String(value);
    const text = formatValue(knob, value);
    shown.textContent = isSwitch ? '' : value === now ? text : `${formatValue(knob, now)} → ${text}`;
    if (!isSwitch) input.setAttribute('aria-valuetext', text);
  };
  input.addEventListener('input', () => {
    const value = isSwitch ? Number(input.checked) : Number(input.value);
    put(value);
    turn(knob, value);
  });
  put(now);
  const name = createElement('label', { attributes: { for: id } }, label);
  return { element: createElement('div', { class: 'knob' }, name, input, shown), reset: () => put(now) };
}

function formatValue({ unit }: PageKnob, value: number): string {
  return unit === 'share' ? formatShare(value) : String(value);
}

function sayRecorded(recordedNs: number): HTMLElement[] {
  return [createElement('p', {}, `As recorded: ${formatNs(recordedNs)}. Turn something.`)];
}

function sayAnswer(answer: WhatIfAnswer, recordedNs: number): HTMLElement[] {
  if (answer.kind === 'refused') return [createElement('p', {}, `No prediction: ${answer.reasons.join(' ')}`)];
  const { speedUp, interval, makespanNs, makespanInterval, assumptions, extrapolated } = answer;
  const [low, high] = makespanInterval;
  return [
    createElement(
      'p',
      {},
      createElement(
        'strong',
        {},
        `${extrapolated ? 'Extrapolated' : 'Predicted'} ${formatSpeedUpInterval(speedUp, interval)}`,
      ),
      `: ${formatNs(makespanNs)} (${formatNs(low)} to ${formatNs(high)}) instead of ${formatNs(recordedNs)}`,
    ),
    ...(assumptions.length === 0
      ? []
      : [createElement('ul', { class: 'assumptions' }, ...assumptions.map((text) => createElement('li', {}, text)))]),
  ];
}
