/** Elements by function call. Text always goes in as text: what a profiled program named its things can never become markup. */

export type Child = Node | string | null;

export interface Attributes {
  class?: string;
  id?: string;
  /** Other attributes, ARIA ones among them. */
  attributes?: Readonly<Record<string, string>>;
  onClick?: () => void;
}

export function createElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { class: className, id, attributes = {}, onClick }: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  if (id !== undefined) element.id = id;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (onClick !== undefined) element.addEventListener('click', onClick);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Widths in percent cannot be attributes under the page's policy; set from script they can. */
export function setShareWidth(element: HTMLElement, share: number): void {
  element.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
}
