/** Line icons on a 16 × 16 grid, drawn in the colour of the text around them. Decoration: the words beside them say it all. */
const PATHS = {
  problem: 'M8 2.2 14.4 13.4H1.6ZM8 6.4v3.4M8 11.4v.6',
  good: 'M2.2 8a5.8 5.8 0 1 0 11.6 0a5.8 5.8 0 1 0-11.6 0M5.2 8.2l2 2l3.8-4.2',
  unsure: 'M2.2 8a5.8 5.8 0 1 0 11.6 0a5.8 5.8 0 1 0-11.6 0M6.2 6.4a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.2v.5',
  info: 'M2.2 8a5.8 5.8 0 1 0 11.6 0a5.8 5.8 0 1 0-11.6 0M8 7.4v3.6M8 5v.6',
  copy: 'M5.5 5.5h7v8h-7ZM10.5 5.5v-3h-7v8h2',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  file: 'M4 1.8h5.2L12.4 5v9.2H4ZM9 1.8V5.2h3.4',
  zoomIn: 'M2.6 7a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0-8.8 0M10.2 10.2l3.6 3.6M5 7h4M7 5v4',
  zoomOut: 'M2.6 7a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0-8.8 0M10.2 10.2l3.6 3.6M5 7h4',
  left: 'M10 3L5 8l5 5',
  right: 'M6 3l5 5l-5 5',
  whole: 'M2 8h12M4.5 5.5L2 8l2.5 2.5M11.5 5.5L14 8l-2.5 2.5',
  export: 'M8 10V2.4M5 5.2l3-2.9l3 2.9M3 9.5v4h10v-4',
  verify: 'M6 2h4M6.8 2v4L3 13.2h10L9.2 6V2M5 10h6',
  memory: 'M4 4h8v8H4ZM6.5 6.5h3v3h-3ZM6 1.8V4M10 1.8V4M6 12v2.2M10 12v2.2M1.8 6H4M1.8 10H4M12 6h2.2M12 10h2.2',
  change: 'M9.2 3.4l3.4 3.4l-6.8 6.8H2.4v-3.4ZM7.6 5l3.4 3.4',
} as const;

export type IconName = keyof typeof PATHS;

const SVG = 'http://www.w3.org/2000/svg';

export function createIcon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
