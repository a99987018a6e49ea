export { fitReadOuts, type LabelledTask } from './fit-read-outs.js';
export { fitSubnetworks, type FittingOptions } from './fit-subnetworks.js';
export { headOutputs, type TaskReader } from './head-outputs.js';
export { absentClass, applyHeads, createHeads, disposeHeads, type Heads, headsOfGroup, readHeads } from './heads.js';
export { createMaskFitter, fitAndMeasure, type MaskFitter } from './mask-fitter.js';
export { readOriginalHead } from './original-head.js';
export { type LinearReadOut, readOutLogits } from './read-out-logits.js';
export { readOutsOfMasks } from './read-outs-of-masks.js';
export { createReaders } from './task-readers.js';
