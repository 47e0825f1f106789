import type { Prediction } from '../../src/predict/prediction.js';
import { formatCount } from '../../src/report/format.js';
import { createDisclosure } from '../disclosure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';

/** What has to hold for a prediction to come true, and what it was drawn from; on demand. `of` is unique on the page. */
export function createAssumptions(of: string, { assumptions, samples }: Prediction, context: PageContext): HTMLElement {
  const sentences = [...assumptions, `The interval comes from resampling ${formatCount(samples)} recorded samples.`];
  return createDisclosure(
    context,
    { id: `assumptions-${of}`, summary: 'What must hold for it' },
    createElement('ul', { class: 'assumptions' }, ...sentences.map((text) => createElement('li', {}, text))),
  );
}
