export { DumError, type DumErrorCode } from './dum-error.js';
export { exitCodes } from './exit-codes.js';
export { nearest } from './nearest.js';
