export { checkDocument, type DocumentSchema, type Misfit } from './documents/check-document.js';
export { DumError, type DumErrorCode } from './dum-error.js';
export { exitCodes } from './exit-codes.js';
export { nearest } from './nearest.js';
export { show } from './show.js';
