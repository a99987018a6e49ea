/** What kind of failure a {@link DumError} reports; {@link exitCodes} gives the process exit code of each. */
export type DumErrorCode = 'bad-input' | 'failed-results' | 'storage' | 'temporary';

/**
 * An error whose message says who refused what, what was expected, and what to do.
 *
 * @example
 * throw new DumError('bad-input', `expectedUnits: alpha is ${alpha}; expected a finite number of at least 0`);
 */
export class DumError extends Error {
  override readonly name = 'DumError';
  readonly code: DumErrorCode;

  constructor(code: DumErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
