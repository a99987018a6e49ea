export { openNetwork } from './open-network.js';
export { openPhotos } from './open-photos.js';
export type { Samples, Sizes } from './samples.js';
