import { HEADER_BYTES, TRACE_MAGIC, TRACE_VERSION, type TraceHeader } from './format.js';
import { readObject } from './read-json.js';
import { TraceError } from './trace-error.js';

export interface HeaderBlock {
  version: number;
  status: number;
  header: TraceHeader;
}

const RERUN = 'Profile the program again with `threadwise run`.';

/** Reads the fixed header. Throws a TraceError for anything that is not a trace of this version or older. */
export function readHeader(bytes: Uint8Array): HeaderBlock {
  if (bytes.byteLength === 0) {
    throw new TraceError('empty', `The trace file is empty: the program ended before anything was recorded. ${RERUN}`);
  }
  const magic = String.fromCharCode(...bytes.subarray(0, TRACE_MAGIC.length));
  if (magic !== TRACE_MAGIC) {
    throw new TraceError(
      'foreign',
      'This is no Threadwise trace: it does not begin with THRDWISE. Choose a .twtrace file.',
    );
  }
  if (bytes.byteLength < HEADER_BYTES) {
    throw new TraceError(
      'damaged',
      `The trace is cut off within its header (${bytes.byteLength} of ${HEADER_BYTES} bytes). ${RERUN}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const version = view.getUint32(8, true);
  if (version > TRACE_VERSION) {
    throw new TraceError(
      'newer',
      `The trace has format version ${version}; this Threadwise reads up to ${TRACE_VERSION}. Update Threadwise to open it.`,
    );
  }
  if (version === 0) throw new TraceError('damaged', `The trace's header names format version 0. ${RERUN}`);
  const length = view.getUint32(16, true);
  const json = length <= HEADER_BYTES - 24 ? readObject(bytes.subarray(24, 24 + length)) : undefined;
  if (json === undefined) throw new TraceError('damaged', `The trace's header is unreadable. ${RERUN}`);
  return { version, status: view.getUint32(12, true), header: completeHeader(json) };
}

/** Fields a damaged or hand-made header lacks get neutral values, so that what follows never sees undefined. */
function completeHeader(json: Partial<TraceHeader>): TraceHeader {
  return {
    pid: 0,
    parentPid: 0,
    nodeVersion: '',
    platform: '',
    arch: '',
    cores: 1,
    cpuModel: '',
    argv: [],
    execArgv: [],
    cwd: '',
    startedAtMs: 0,
    epochHrtimeNs: '0',
    beforeProbeNs: 0,
    probeVersion: '',
    ...json,
  };
}
