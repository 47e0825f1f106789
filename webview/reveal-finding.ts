import { findingElementId } from './sections/finding-card.js';

/** Brings a finding's card into sight, unfolded, and puts the focus on its title. */
export function revealFinding(key: string): void {
  const card = document.getElementById(findingElementId(key));
  if (card === null) return;
  for (let around = card.parentElement; around !== null; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  for (const part of card.querySelectorAll('details')) part.open = true;
  card.scrollIntoView({ block: 'start' });
  document.getElementById(`${card.id}-title`)?.focus({ preventScroll: true });
}

/** Brings a section into sight and puts the focus on its heading. */
export function revealSection(id: string): void {
  const section = document.getElementById(id);
  if (!(section instanceof HTMLElement) || section.tagName !== 'SECTION') return;
  section.scrollIntoView({ block: 'start' });
  document.getElementById(`${id}-title`)?.focus({ preventScroll: true });
}
