import type { FrozenBody } from './frozen-body.js';

/** The samples of a step where masks act on vectors, and where they act on images or sequences. */
const [ofVectors, ofImages] = [256, 64];

/** The samples of a step by default: few where what the first mask reads has positions. */
export const batchSizeOf = ({ tail }: Pick<FrozenBody, 'tail'>): number =>
  tail.inputs.some(({ shape }) => shape.length > 2) ? ofImages : ofVectors;
