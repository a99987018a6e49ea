export { checkDocument, type DocumentSchema, type Misfit } from './documents/check-document.js';
export { DumError, type DumErrorCode } from './dum-error.js';
export { exitCodes } from './exit-codes.js';
export { nearest } from './nearest.js';
export { arrayOf, filledText, listOfKind, objectWith } from './options/argument-kinds.js';
export { fillOptions, requireKnownOptions, requireOptions } from './options/check-options.js';
export { finiteNumber, type NumberLimits, oneOf, optional, type OptionKind, wholeNumber } from './options/option-kinds.js';
export { show } from './show.js';
