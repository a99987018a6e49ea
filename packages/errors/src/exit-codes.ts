import type { DumErrorCode } from './dum-error.js';

/**
 * The process exit code of each kind of failure: 2 bad input (never worth a retry), 3 finished but some results
 * failed, 4 the disk or a cache failed, 75 temporary (try again).
 */
export const exitCodes: Readonly<Record<DumErrorCode, number>> = {
  'bad-input': 2,
  'failed-results': 3,
  storage: 4,
  temporary: 75,
};
