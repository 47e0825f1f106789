import type { Knob } from '../../predict/knobs.js';
import { formatShare } from '../../report/format.js';

export function formatKnobValue({ unit }: Pick<Knob, 'unit'>, value: number): string {
  return unit === 'share' ? formatShare(value) : String(value);
}
