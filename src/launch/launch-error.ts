export type LaunchErrorCode = 'command-not-found' | 'command-not-executable' | 'spawn-failed' | 'cannot-write';

/** The program could not be started, or its run could not be stored. The message says what, where and what to do. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  readonly code: LaunchErrorCode;

  constructor(code: LaunchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The `code` of a system error ("ENOENT"), or '' for anything else. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What a failed write means and what to do, as the rest of a sentence. */
export function explainWriteError(error: unknown): string {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission. Choose another folder with --out, or change its owner.';
    case 'EROFS':
      return 'the file system is read-only. Choose another folder with --out.';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full. Free some space, or choose another folder with --out.';
    case 'EFBIG':
      return 'it would be larger than files may be here. Raise the limit (ulimit -f), or choose another folder with --out.';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is in the way. Choose another folder with --out.';
    case 'ENOENT':
      return 'no folder can be made there. Choose another one with --out.';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
