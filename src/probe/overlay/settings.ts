/** What the overlay is to change, handed over in an environment variable by whoever starts the program. */

export const SETTINGS_VARIABLE = 'THREADWISE_OVERLAY';

export interface OverlaySettings {
  /** Absolute path of overlay.cjs. */
  overlay: string;
  /** Folder in which each process notes what it changed: `<pid>.jsonl`, a `Note` a line. */
  notes: string;
  /** Modules that get other content. `path` is absolute and real, `content` the file that holds it. */
  files: { path: string; content: string }[];
  /** Options of pools: of the one made at a place, or of all (null). Lines as they run, and as the source map says. */
  pools: { place: { file: string; line: number } | null; options: Record<string, number> }[];
  /** CPU time that each call of delay point `index` burns; an overlaid source calls them. */
  delaysNs: number[];
  /** A delay at each task a worker takes; `file` = only tasks of this file, or of workers made from it. */
  taskDelay: { index: number; file: string | null } | null;
}

export type Note =
  /** At the start of a process. */
  | { kind: 'process'; nodeVersion: string }
  /** `index` of settings.files or settings.pools: it was applied in this process. */
  | { kind: 'file' | 'pool'; index: number }
  /** An option that this pool does not have. */
  | { kind: 'problem'; message: string }
  /** At the end of a process: how often each delay point was passed in all its threads, and what was burnt there. */
  | { kind: 'delays'; points: { calls: number; burntUs: number }[] };

/** Null when this process was not started for a comparison. */
export function readSettings(env: NodeJS.ProcessEnv): OverlaySettings | null {
  const text = env[SETTINGS_VARIABLE];
  return text === undefined ? null : (JSON.parse(text) as OverlaySettings);
}
