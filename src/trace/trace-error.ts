export type TraceErrorCode = 'empty' | 'foreign' | 'newer' | 'damaged';

/** A file that holds no trace we can read. The message says what it is instead and what to do. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly code: TraceErrorCode;

  constructor(code: TraceErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
