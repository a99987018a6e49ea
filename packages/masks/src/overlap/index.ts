export type { OverlapOptions } from './overlap-options.js';
export { coverage } from './coverage.js';
export { ioMin } from './io-min.js';
export { iou } from './iou.js';
