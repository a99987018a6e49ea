export type { OverlapOptions } from './_count-overlap.js';
export { coverage } from './coverage.js';
export { ioMin } from './io-min.js';
export { iou } from './iou.js';
