/** How a frozen layer computes on images `[height, width, channels]`, in numbers, so that the host can run it without TensorFlow.js. */
export type ImageStep =
  /** A kernel `[height, width, inputs, units]`, row-major, then max(x, slope·x). */
  | {
      readonly kind: 'kernel';
      readonly size: readonly [height: number, width: number, inputs: number, units: number];
      readonly kernel: Float32Array;
      readonly bias: Float32Array | undefined;
      readonly window: ImageWindow;
      readonly slope: number;
    }
  /** x·factor + offset for each channel. */
  | { readonly kind: 'scale'; readonly factor: Float32Array; readonly offset: Float32Array }
  /** max(x, slope·x), with a slope from 0 (relu) to 1 (linear). */
  | { readonly kind: 'activation'; readonly slope: number }
  /** The sum of several images. */
  | { readonly kind: 'sum' }
  /** The largest or the mean value of each channel in a window; without a window, in the whole image. */
  | { readonly kind: 'pool'; readonly of: 'largest' | 'mean'; readonly size?: readonly [number, number]; readonly window?: ImageWindow }
  /** The same values, in the same order. */
  | { readonly kind: 'same' };

/** How a window moves over an image. */
export interface ImageWindow {
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly padding: 'same' | 'valid';
}
