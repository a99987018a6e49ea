import type { FrozenBody } from './frozen-body.js';

/** The samples of a step where masks act on vectors, and where they act on images or sequences. */
const [ofVectors, ofImages] = [256, 64];

/** Whether what the first mask reads has positions, as images and sequences do. */
export const actsOnImages = ({ tail }: Pick<FrozenBody, 'tail'>): boolean => tail.inputs.some(({ shape }) => shape.length > 2);

/** The samples of a step by default: few where masks act on images. */
export const batchSizeOf = (body: Pick<FrozenBody, 'tail'>): number => (actsOnImages(body) ? ofImages : ofVectors);
