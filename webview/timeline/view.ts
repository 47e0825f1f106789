/** The part of the timeline that is looked at, as shares of the whole: [0, 1] is all of it. */
export type View = readonly [from: number, to: number];

export const WHOLE: View = [0, 1];

/** @param factor below 1 zooms in @param anchor share of the view that stays where it is, 0..1 @param minimum narrowest view */
export function zoomView([from, to]: View, factor: number, anchor: number, minimum: number): View {
  const width = Math.min(1, Math.max(minimum, (to - from) * factor));
  return clampView(from + (to - from - width) * anchor, width);
}

/** @param by shares of the view's own width; below 0 to the left */
export function panView([from, to]: View, by: number): View {
  return clampView(from + (to - from) * by, to - from);
}

/** The part between two shares of the view, in either order. */
export function selectView([from, to]: View, one: number, other: number, minimum: number): View {
  const width = to - from;
  const start = from + width * Math.min(one, other);
  return clampView(start, Math.max(minimum, width * Math.abs(one - other)));
}

function clampView(from: number, width: number): View {
  const start = Math.max(0, Math.min(1 - width, from));
  return [start, start + width];
}
