/** The workload, not the driver, is at fault. The message says what, where and what to do. */
export class WorkloadError extends Error {
  override readonly name = 'WorkloadError';
}
