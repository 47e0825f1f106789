/** Colours of the canvases. The style sheet decides them (report.css, `--tw-*`); here they are only read. */

export interface Theme {
  text: string;
  muted: string;
  grid: string;
  background: string;
  accent: string;
  font: string;
  fontSize: number;
  green: string;
  red: string;
  orange: string;
  yellow: string;
  blue: string;
  purple: string;
  idle: string;
}

export type SeriesColour = 'green' | 'red' | 'orange' | 'yellow' | 'blue' | 'purple' | 'idle';

export function readTheme(): Theme {
  // A variable's own value may still hold var() and light-dark(); as the colour of an element it comes out resolved.
  const sample = document.createElement('span');
  document.body.append(sample);
  const colour = (name: string): string => {
    sample.style.color = `var(--tw-${name})`;
    return getComputedStyle(sample).color;
  };
  const style = getComputedStyle(document.body);
  const theme = {
    text: colour('text'),
    muted: colour('muted'),
    grid: colour('border'),
    background: colour('background'),
    accent: colour('accent'),
    font: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize) - 1,
    green: colour('green'),
    red: colour('red'),
    orange: colour('orange'),
    yellow: colour('yellow'),
    blue: colour('blue'),
    purple: colour('purple'),
    idle: colour('idle'),
  };
  sample.remove();
  return theme;
}

/** Calls back when the editor changes its theme (class of the body, variables of the root) or the system its preference. */
export function watchTheme(onChange: () => void): void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    window.matchMedia(query).addEventListener('change', onChange);
  }
}

/** A colour seen through, for bands and fills. Both hex and rgb() come in, so the browser itself does the mixing. */
export function fade(colour: string, share: number): string {
  return `color-mix(in srgb, ${colour} ${share * 100}%, transparent)`;
}
