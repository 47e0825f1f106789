/** Why nothing could be verified. The message says what, where and what to do. */
export class VerifyError extends Error {
  override readonly name = 'VerifyError';
}
