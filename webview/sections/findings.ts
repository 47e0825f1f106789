import { formatPlural } from '../../src/report/format.js';
import type { Report, ReportFinding } from '../../src/report/report.js';
import { createDisclosure } from '../disclosure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';
import { createFindingCard } from './finding-card.js';

/** Problems as a ranked list of cards; what is merely worth knowing is folded away below. */
export function createFindings({ findings }: Report, context: PageContext): Section | null {
  if (findings.length === 0) return null;
  const problems = findings.filter(({ level }) => level === 'problem');
  const infos = findings.filter(({ level }) => level === 'info');
  const toCards = (list: readonly ReportFinding[]): HTMLElement =>
    createElement(
      'ol',
      { class: 'cards' },
      ...list.map((finding) => createElement('li', {}, createFindingCard(finding, context))),
    );
  return createSection(
    {
      id: 'findings',
      title: 'Findings',
      note: 'Ranked by the time at stake. Figures are measured; what is predicted says so.',
    },
    problems.length === 0 ? null : toCards(problems),
    infos.length === 0
      ? null
      : createDisclosure(
          context,
          {
            id: 'findings-info',
            summary: `${formatPlural(infos.length, 'finding')} for information`,
            open: problems.length === 0,
          },
          toCards(infos),
        ),
  );
}
