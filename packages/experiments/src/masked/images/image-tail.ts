import type { WindowGeometry } from './window-geometry.js';

/** An image of a tail, which starts as one value for each channel where it has no height and width. */
export interface TailImage {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** The mask of its channels in the body, if it has one. */
  readonly mask: number | undefined;
}

/** One computation of a tail, from images to the image `output`, by their indices. Each ends in max(x, slope·x). */
export type TailStep = { readonly output: number } & (
  | {
      readonly kind: 'kernel';
      readonly input: number;
      /** `[height, width, inputs, units]` */
      readonly kernel: Float32Array;
      /** `[units]` */
      readonly bias: Float32Array;
      readonly geometry: WindowGeometry;
      readonly slope: number;
    }
  | {
      readonly kind: 'sum';
      readonly inputs: readonly number[];
      /** The factor of each channel of each input. */
      readonly factor: Float32Array;
      readonly offset: Float32Array;
      readonly slope: number;
    }
  | { readonly kind: 'pool'; readonly input: number; readonly of: 'largest' | 'mean'; readonly geometry: WindowGeometry }
);

/** The frozen layers behind the first masks as computations on images: image 0 is at the cut, the last step makes the head's input. */
export interface ImageTail {
  readonly images: readonly TailImage[];
  readonly steps: readonly TailStep[];
}
