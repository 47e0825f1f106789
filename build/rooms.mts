/** Which room of the house may import from which, and why: ARCHITECTURE.md as data. */

export interface Room {
  readonly name: string;
  /** A folder ending in `/`, or one file. */
  readonly path: string;
  /** Rooms whose values and types it may import. */
  readonly imports: readonly string[];
  /** Rooms of which it may only see types. */
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
  /** Node's own modules: all, or those listed. */
  readonly builtins?: 'all' | readonly string[];
  /** Printed when the rule is broken. */
  readonly why: string;
}

const ROAD = ['trace', 'model', 'detect', 'predict', 'recommend'] as const;
const before = (room: (typeof ROAD)[number]): readonly string[] => ROAD.slice(0, ROAD.indexOf(room));
const PURE = 'it is pure: what it knows comes in through arguments, from rooms that stand before it on the road';

export const rooms: readonly Room[] = [
  {
    name: 'statistics',
    path: 'src/statistics/',
    imports: [],
    packages: ['simple-statistics'],
    why: 'all statistics are in one place, seeded, and know nothing of what they are computed from',
  },
  {
    name: 'trace',
    path: 'src/trace/',
    imports: [],
    why: 'the wire format is a leaf: everything else stands on it',
  },
  {
    name: 'probe/node',
    path: 'src/probe/node/',
    imports: ['trace'],
    packages: ['acorn', 'magic-string', '@jridgewell/trace-mapping'],
    builtins: 'all',
    why: "it is loaded into the user's process and must stay small and alone there",
  },
  {
    name: 'probe/overlay',
    path: 'src/probe/overlay/',
    imports: ['probe/node', 'read-source-map'],
    packages: ['@jridgewell/trace-mapping'],
    builtins: 'all',
    why: "it is loaded into the user's process and shares the probe's ways in, but records nothing",
  },
  {
    name: 'probe/memory',
    path: 'src/probe/memory/',
    imports: ['trace', 'probe/node'],
    packages: ['acorn', '@jridgewell/trace-mapping'],
    builtins: 'all',
    why: "it is loaded into the user's process instead of the probe and shares its ways in; it takes no timings",
  },
  {
    name: 'pool',
    path: 'src/pool/',
    imports: [],
    // Sucrase strips types on a Node that cannot; it is pure JavaScript, keeps lines where they are, and loads only then.
    packages: ['piscina', 'valibot', 'sucrase'],
    builtins: 'all',
    why: "it runs in the user's process, with nothing but Piscina",
  },
  {
    name: 'launch',
    path: 'src/launch/',
    imports: ['trace'],
    // Starts `npm` and `npx` on Windows, where they are scripts.
    packages: ['cross-spawn'],
    builtins: 'all',
    why: 'it starts programs and hands the probe on as a path; it does not interpret what comes back',
  },
  {
    name: 'model',
    path: 'src/model/',
    imports: ['statistics', ...before('model')],
    packages: ['@jridgewell/trace-mapping'],
    why: PURE,
  },
  {
    name: 'detect',
    path: 'src/detect/',
    imports: ['statistics', ...before('detect')],
    why: PURE,
  },
  { name: 'predict', path: 'src/predict/', imports: ['statistics', ...before('predict')], why: PURE },
  {
    name: 'recommend',
    path: 'src/recommend/',
    imports: ['statistics', 'source', ...before('recommend')],
    why: PURE,
  },
  {
    name: 'source',
    path: 'src/source/',
    imports: [],
    packages: ['@babel/parser', '@babel/types', '@jridgewell/trace-mapping', 'magic-string'],
    why: 'it turns source text into facts and edits; who reads the file and what for is not its business',
  },
  {
    name: 'patterns',
    path: 'src/patterns/',
    imports: ['statistics'],
    types: ['trace', 'model'],
    builtins: 'all',
    why: 'it times loops that it is told; what they stand for and what is made of their costs is not its business',
  },
  {
    name: 'report',
    path: 'src/report/',
    imports: ['statistics'],
    types: [...ROAD, 'verify'],
    packages: ['pprof-format', 'valibot'],
    // For the hashes in the page's content security policy; hashing needs nothing but its argument.
    builtins: ['node:crypto'],
    why: 'it renders results; it sees their types and computes none of them',
  },
  {
    name: 'analyze',
    path: 'src/analyze.ts',
    imports: [...ROAD, 'statistics', 'source', 'report'],
    why: 'the façade joins the pure rooms and does no IO of its own',
  },
  {
    name: 'read-source-map',
    path: 'src/read-source-map.ts',
    imports: [],
    builtins: 'all',
    why: 'it reads one file',
  },
  {
    name: 'read-memory',
    path: 'src/read-memory.ts',
    imports: ['trace'],
    types: ['model'],
    builtins: 'all',
    why: 'it reads what the memory pass left',
  },
  {
    name: 'memory-run',
    path: 'src/memory-run.ts',
    imports: [
      'trace',
      'model',
      'source',
      'report',
      'launch',
      'patterns',
      'analyze-run',
      'read-memory',
      'read-source-map',
    ],
    builtins: 'all',
    why: 'it is the IO around the memory pass, shared by the command line and the editor',
  },
  {
    name: 'analyze-run',
    path: 'src/analyze-run.ts',
    imports: ['analyze', 'report', 'trace', 'read-memory', 'read-source-map', 'verify'],
    types: ['predict'],
    builtins: 'all',
    why: 'it is the IO around the façade, shared by the command line and the editor',
  },
  {
    name: 'open-replay',
    path: 'src/open-replay.ts',
    imports: ['trace', 'model', 'predict', 'analyze-run', 'read-source-map'],
    why: 'it is the IO around the replay of one run, for questions about it',
  },
  {
    name: 'open-causal-target',
    path: 'src/open-causal-target.ts',
    imports: ['trace', 'model', 'predict', 'analyze-run', 'read-source-map'],
    builtins: 'all',
    why: 'it is the IO around the replay of one run, for what a causal check slows down in it',
  },
  {
    name: 'analysis-worker',
    path: 'src/analysis-worker.ts',
    imports: ['analyze-run', 'memory-run', 'open-replay'],
    types: ['report', 'predict'],
    builtins: 'all',
    why: 'it only moves the façade into a worker thread',
  },
  {
    name: 'verify',
    path: 'src/verify/',
    imports: ['launch', 'statistics', 'source'],
    types: [...ROAD, 'report', 'probe/overlay', 'pool'],
    packages: ['valibot'],
    builtins: 'all',
    why: 'it judges by running the program again, and needs nothing of how the run was analysed',
  },
  {
    name: 'protocol',
    path: 'src/protocol/',
    imports: ['report'],
    packages: ['valibot'],
    why: 'both the extension and the page import it, so it may need neither',
  },
  {
    name: 'cli',
    path: 'src/cli/',
    imports: [
      'launch',
      'verify',
      'source',
      'statistics',
      'analyze',
      'analyze-run',
      'memory-run',
      'open-causal-target',
      'report',
    ],
    types: [...ROAD, 'pool'],
    packages: ['commander', 'valibot', '@modelcontextprotocol/sdk'],
    builtins: 'all',
    why: 'it is a thin face over launch, verify, analyze and report',
  },
  {
    name: 'vscode',
    path: 'src/vscode/',
    imports: [...ROAD, 'statistics', 'source', 'report', 'analyze', 'launch', 'verify', 'pool', 'protocol'],
    types: ['analysis-worker'],
    packages: ['vscode', 'piscina', 'valibot'],
    builtins: 'all',
    why: "the probe belongs to the user's process, the CLI and the page are programs of their own",
  },
  {
    name: 'webview',
    path: 'webview/',
    imports: ['protocol', 'report'],
    types: ['statistics', 'predict', 'recommend', 'verify'],
    packages: ['chart.js', 'chartjs-plugin-annotation', 'chartjs-chart-matrix', 'valibot'],
    why: 'the page draws what it is sent; it runs in a browser and computes nothing again',
  },
];

/** `path` is relative to the repository, with forward slashes. */
export function roomOf(path: string): Room | undefined {
  return rooms.find((room) =>
    room.path.endsWith('/') ? path.startsWith(room.path) : withoutExtension(path) === withoutExtension(room.path),
  );
}

/** `@scope/name/deep/file` → `@scope/name` */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]s$/, '');
}
