import * as vscode from 'vscode';
import type { Knob } from '../../predict/knobs.js';
import type { Prediction, Refusal } from '../../predict/prediction.js';
import { sayPrediction } from '../../report/say-prediction.js';
import type { Explorer } from '../run/analysis.js';
import { formatKnobValue } from './format-knob.js';

export interface Picked {
  knob: Knob;
  value: number;
  answer: Prediction | Refusal;
}

type Item = vscode.QuickPickItem & { value: number };

/** A look over the range; any other value can be typed. */
const COUNTS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128];
const SHARES = [0.1, 0.25, 0.5, 0.75, 1];

/** Values worth offering, the recorded one left out. */
export function offeredValues({ unit, min, max, now }: Knob): number[] {
  if (unit === 'switch') return [1];
  const all = unit === 'share' ? SHARES : COUNTS;
  return all.filter((value) => value >= min && value <= max && value !== now);
}

/** A list of values of which each is replayed while it stands there. Undefined when it is closed. */
export async function pickValue(knob: Knob, explorer: Explorer): Promise<Picked | undefined> {
  const ask = (value: number): Promise<Prediction | Refusal> => explorer.whatIf([{ key: knob.key, value }]);
  if (knob.unit === 'switch') return { knob, value: 1, answer: await ask(1) };
  const pick = vscode.window.createQuickPick<Item>();
  const answers = new Map<number, Prediction | Refusal>();
  let values = offeredValues(knob);
  let isOpen = true;
  let isTaken = false;
  const draw = (active = pick.activeItems[0]?.value): void => {
    pick.items = values.map((value) => toItem(knob, value, answers.get(value)));
    const same = pick.items.find(({ value }) => value === active);
    if (same !== undefined) pick.activeItems = [same];
  };
  const predictAll = async (): Promise<void> => {
    pick.busy = true;
    for (const value of values) {
      if (!isOpen) return;
      if (answers.has(value)) continue;
      answers.set(value, await ask(value));
      if (isOpen) draw();
    }
    pick.busy = false;
  };
  pick.title = `${knob.label} (${knob.subject})`;
  pick.placeholder = vscode.l10n.t('Now {0}. Pick a value, or type one.', formatKnobValue(knob, knob.now));
  return new Promise((resolve, reject) => {
    pick.onDidChangeValue((typed) => {
      const value = readValue(knob, typed);
      if (value === undefined) return;
      values = [value, ...offeredValues(knob).filter((offered) => offered !== value)];
      draw(value);
      predictAll().catch(reject);
    });
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value;
      if (value === undefined) return;
      isTaken = true;
      Promise.resolve(answers.get(value) ?? ask(value)).then((answer) => resolve({ knob, value, answer }), reject);
      pick.hide();
    });
    pick.onDidHide(() => {
      isOpen = false;
      pick.dispose();
      if (!isTaken) resolve(undefined);
    });
    draw();
    pick.show();
    predictAll().catch(reject);
  });
}

function toItem(knob: Knob, value: number, answer: Prediction | Refusal | undefined): Item {
  return {
    label: formatKnobValue(knob, value),
    description: answer === undefined ? vscode.l10n.t('replaying …') : sayPrediction(answer),
    alwaysShow: true,
    value,
  };
}

/** What was typed, within the knob's range; per cent for shares. */
function readValue({ unit, min, max }: Knob, typed: string): number | undefined {
  const text = typed.trim().replace(/\s*%$/, '');
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const number = unit === 'share' ? Number(text) / 100 : Math.round(Number(text));
  return number >= min && number <= max ? number : undefined;
}
