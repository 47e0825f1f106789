import { readJson, type TraceBlob } from '../trace/decode.js';
import { BlobKind, RecordType } from '../trace/records.js';
import { Doubles, Ints } from './growable.js';
import { ownerOf, toPath, type RawFrame } from './parse-stack.js';
import type { HotFunction } from './profile.js';
import type { Recording } from './recording.js';
import type { Handlers } from './sweep.js';

/** A function that CPU samples found. */
export interface SampledFunction {
  frame: RawFrame;
  kind: HotFunction['kind'];
}

export interface SampleLog {
  handlers: Handlers;
  functions: SampledFunction[];
  /** By thread: times, ascending once `sortSamples` ran, and the rows in `functions`. */
  timeNs: Doubles[];
  /** The function the sample was in. */
  self: Ints[];
  /** The innermost function of the user's own code; the function itself where there is none on the stack. */
  user: Ints[];
  /** Ns covered by sampling, and samples taken in that time, by thread. */
  windowNs: Float64Array;
  windowSamples: Float64Array;
  /** Ns covered by the recording of garbage collections, by thread; and when the first such window began. */
  gcWindowNs: Float64Array;
  gcFromNs: Float64Array;
  /** By thread and row in `functions`: samples by line of generated code, in all windows. */
  lineTicks: Map<number, Map<number, number>>[];
}

type StackNode = [id: number, parent: number, name: string, url: string, line: number, column: number];

interface NodeFunctions {
  self: number;
  user: number;
  isUser: boolean;
}

const GC_WINDOW = 1;

/** CPU samples by function. Stack nodes are read once; a sample then is one look-up. */
export function logSamples({ trace, positionOf, infos, window }: Recording): SampleLog {
  const functions: SampledFunction[] = [];
  const known = new Map<string, number>();
  const nodes = infos.map(() => new Map<number, NodeFunctions>());

  function functionOf([, , functionName, url, line, column]: StackNode): number {
    const key = `${functionName} ${url}:${line}:${column}`;
    let row = known.get(key);
    if (row === undefined) {
      row =
        functions.push({ frame: { functionName, file: toPath(url), line, column }, kind: kindOf(functionName, url) }) -
        1;
      known.set(key, row);
    }
    return row;
  }

  for (const blob of trace.blobs) {
    const ofThread = nodes[positionOf[blob.thread] as number];
    if (blob.kind === BlobKind.StackNodes && ofThread !== undefined) addNodes(ofThread, blob, functionOf);
  }
  const lineTicks = infos.map(() => new Map<number, Map<number, number>>());
  for (const blob of trace.blobs) {
    const thread = positionOf[blob.thread] as number;
    const ofThread = nodes[thread];
    if (blob.kind === BlobKind.LineTicks && ofThread !== undefined)
      addTicks(lineTicks[thread] as Map<number, Map<number, number>>, blob, ofThread);
  }

  const log: Omit<SampleLog, 'handlers'> = {
    functions,
    timeNs: infos.map(() => new Doubles()),
    self: infos.map(() => new Ints()),
    user: infos.map(() => new Ints()),
    windowNs: new Float64Array(infos.length),
    windowSamples: new Float64Array(infos.length),
    gcWindowNs: new Float64Array(infos.length),
    gcFromNs: new Float64Array(infos.length).fill(Infinity),
    lineTicks,
  };
  return {
    ...log,
    handlers: {
      [RecordType.Sample]({ thread, timeNs, a }) {
        const node = nodes[thread]?.get(a);
        if (node === undefined || timeNs < window.beginNs || timeNs > window.endNs) return;
        log.timeNs[thread]?.push(timeNs);
        log.self[thread]?.push(node.self);
        log.user[thread]?.push(node.user);
      },
      [RecordType.SampleWindow]({ thread, timeNs, a, b, flags }) {
        if (flags === GC_WINDOW) {
          (log.gcWindowNs[thread] as number) += a * 1000;
          log.gcFromNs[thread] = Math.min(log.gcFromNs[thread] as number, timeNs);
        } else {
          (log.windowNs[thread] as number) += a * 1000;
          (log.windowSamples[thread] as number) += b;
        }
      },
    },
  };
}

function addNodes(nodes: Map<number, NodeFunctions>, blob: TraceBlob, functionOf: (node: StackNode) => number): void {
  const list = readJson(blob.bytes);
  if (!Array.isArray(list)) return;
  for (const node of list) {
    if (!isStackNode(node)) continue;
    const self = functionOf(node);
    const isUser = isUserCode(node[3]);
    // A pause is nobody's own work, though it happened on somebody's stack.
    const parent = isUser || node[2].startsWith('(') ? undefined : nodes.get(node[1]);
    nodes.set(node[0], {
      self,
      user: parent?.isUser === true ? parent.user : self,
      isUser: isUser || parent?.isUser === true,
    });
  }
}

function addTicks(sums: Map<number, Map<number, number>>, blob: TraceBlob, nodes: Map<number, NodeFunctions>): void {
  const list = readJson(blob.bytes);
  if (!Array.isArray(list)) return;
  for (const entry of list as unknown[]) {
    if (!Array.isArray(entry)) continue;
    const [id, line, ticks] = entry as unknown[];
    if (typeof id !== 'number' || typeof line !== 'number' || typeof ticks !== 'number') continue;
    const row = nodes.get(id)?.self;
    if (row === undefined || !(ticks > 0)) continue;
    const lines = sums.get(row) ?? new Map<number, number>();
    lines.set(line, (lines.get(line) ?? 0) + ticks);
    sums.set(row, lines);
  }
}

function isStackNode(value: unknown): value is StackNode {
  return (
    Array.isArray(value) &&
    value.length >= 6 &&
    typeof value[0] === 'number' &&
    typeof value[2] === 'string' &&
    typeof value[3] === 'string'
  );
}

function isUserCode(url: string): boolean {
  return url !== '' && ownerOf(toPath(url)).owner === 'user';
}

function kindOf(functionName: string, url: string): HotFunction['kind'] {
  if (functionName === '(garbage collector)') return 'gc';
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(program)' || functionName === '(root)') return 'program';
  if (url.startsWith('wasm:')) return 'wasm';
  return url === '' ? 'native' : 'js';
}
