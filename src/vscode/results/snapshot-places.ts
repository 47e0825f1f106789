/** places.json: the lines a report points at as they were when the program ran, to notice later that they have changed. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Place, Report } from '../../report/report.js';
import { pathOfPlace } from '../report/place-uri.js';

const SNAPSHOT_FILE = 'places.json';

/** Text of a line without its indentation, by file and 1-based line. */
const snapshotSchema = v.record(v.string(), v.record(v.string(), v.string()));
export type PlaceSnapshot = v.InferOutput<typeof snapshotSchema>;

/** Lines that findings point at, and those that recommended changes would edit. */
export function placesOf({ findings, predictions: { ranking } }: Report): Pick<Place, 'file' | 'line'>[] {
  const recommended = [...ranking.worthIt, ...ranking.notWorthIt].map(({ recommendation }) => recommendation);
  return [
    ...findings.flatMap(({ site, related }) => [...(site ? [site] : []), ...related.map(({ place }) => place)]),
    ...recommended.flatMap(({ change }) => (change?.kind === 'pool-options' ? [change.place] : [])),
  ];
}

/** Files that were changed after the program had started are left out: what it ran is not known any more. */
export async function takeSnapshot(runDir: string, report: Report): Promise<PlaceSnapshot> {
  const startedAtMs = Date.parse(report.run.startedAt);
  const places = placesOf(report);
  const snapshot: PlaceSnapshot = {};
  for (const file of new Set(places.map((place) => place.file))) {
    const lines = await readUnchanged(pathOfPlace(file), startedAtMs);
    if (lines === undefined) continue;
    const here = places.filter((place) => place.file === file);
    snapshot[file] = Object.fromEntries(here.map(({ line }) => [line, lines[line - 1]?.trim() ?? '']));
  }
  await writeFile(join(runDir, SNAPSHOT_FILE), JSON.stringify(snapshot));
  return snapshot;
}

/** Files that the report points at and that were changed after its program had started; absolute paths. */
export async function listChanged(report: Report): Promise<string[]> {
  const startedAtMs = Date.parse(report.run.startedAt);
  const hot = report.hotFunctions.flatMap(({ place }) => (place === null ? [] : [place]));
  const files = new Set([...placesOf(report), ...hot].flatMap(({ file }) => pathOfPlace(file) ?? []));
  const times = await Promise.all(
    [...files].map(async (path) => ({ path, mtimeMs: (await stat(path).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  return times.filter(({ mtimeMs }) => mtimeMs > startedAtMs).map(({ path }) => path);
}

export async function readSnapshot(runDir: string): Promise<PlaceSnapshot> {
  try {
    return v.parse(snapshotSchema, JSON.parse(await readFile(join(runDir, SNAPSHOT_FILE), 'utf8')));
  } catch {
    return {};
  }
}

async function readUnchanged(path: string | undefined, startedAtMs: number): Promise<string[] | undefined> {
  if (path === undefined) return undefined;
  try {
    if ((await stat(path)).mtimeMs > startedAtMs) return undefined;
    return (await readFile(path, 'utf8')).split(/\r\n|\r|\n/);
  } catch {
    return undefined;
  }
}
