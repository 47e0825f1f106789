import { describeHeadline, type Headline } from '../../src/report/describe-headline.js';
import { formatPlural } from '../../src/report/format.js';
import type { Report } from '../../src/report/report.js';
import { createElement } from '../dom.js';
import { createEvidence } from '../evidence.js';
import { createIcon } from '../icons.js';
import type { PageContext } from '../page.js';

/** What ran, and the run in one sentence. */
export function createHeadline(report: Report, context: PageContext): HTMLElement {
  const headline = describeHeadline(report);
  return createElement(
    'header',
    { class: 'page-head' },
    createElement(
      'div',
      { class: 'page-run' },
      createElement('p', { class: 'command' }, report.run.command.join(' ')),
      createElement('p', { class: 'circumstances' }, describeCircumstances(report)),
      createExports(context),
    ),
    createElement(
      'div',
      { class: `headline tone-${headline.tone}` },
      createIcon(headline.tone),
      createElement(
        'div',
        {},
        createElement('h1', {}, headline.text),
        headline.detail === '' ? null : createElement('p', {}, headline.detail),
      ),
    ),
    ...createVerdicts(report, headline),
  );
}

function describeCircumstances({ run }: Report): string {
  const ended = run.signal === null ? [] : [`ended by ${run.signal}`];
  const code = run.signal === null && run.exitCode !== null ? [`exit code ${run.exitCode}`] : [];
  const startedAt = run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
  return [startedAt, `Node ${run.nodeVersion.replace(/^v/, '')}`, run.platform, ...ended, ...code].join(' · ');
}

function createExports({ host: { post } }: PageContext): HTMLElement | null {
  if (post === null) return null;
  const button = (format: 'html' | 'json', label: string): HTMLElement =>
    createElement(
      'button',
      { class: 'quiet', attributes: { type: 'button' }, onClick: () => post({ type: 'exportReport', format }) },
      createIcon('export'),
      label,
    );
  return createElement('div', { class: 'exports' }, button('html', 'Export HTML'), button('json', 'Export JSON'));
}

/** Verdicts keep the findings honest, so they stand above them; the one that is the headline is not said twice. */
function createVerdicts({ verdicts }: Report, headline: Headline): HTMLElement[] {
  const more = verdicts.filter(({ message, evidence }) => message !== headline.detail || evidence.length > 0);
  return more.map(({ id, message, evidence }) =>
    createElement(
      'div',
      { class: `verdict verdict-${id}` },
      createIcon(id === 'nothing-to-change' ? 'good' : 'info'),
      createElement(
        'div',
        {},
        message === headline.detail ? null : createElement('p', {}, message),
        evidence.length === 0
          ? null
          : createEvidence(evidence, `Evidence, ${formatPlural(evidence.length, 'figure')}: ${id}`),
      ),
    ),
  );
}
