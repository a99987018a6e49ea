/**
 * The shape of one sample: a list of sizes for one tensor, `[28, 28]`, or a record of them for a network with several inputs,
 * `{ tokens: [128], attention: [128] }`, where each part has the name of the input that takes it.
 */
export type SampleShape = readonly number[] | Readonly<Record<string, readonly number[]>>;

/** The values of some samples, row-major, one sample after another: an array, or one for each part of the shape. */
export type Rows = Float32Array | Readonly<Record<string, Float32Array>>;

/**
 * Samples that can be read in any order, from memory or on demand.
 *
 * Anything with these members is a source. `inMemory` makes one from arrays, `imageFolder` of `@dum/datasets/node` from picture files.
 *
 * @example
 * const source: RowSource = { count: 1e6, sampleShape: [512], identity: 'signals of 2024', rows: (indices) => readSignals(indices) };
 */
export interface RowSource {
  readonly count: number;
  readonly sampleShape: SampleShape;
  /**
   * Identifies the samples: two sources with the same identity give the same values, and sources that differ in a value have different
   * identities. Tasks whose training samples have one identity share their samples.
   */
  readonly identity: string;
  /** The samples at these indices, in this order. The source never writes to the returned array again. */
  readonly rows: (indices: ArrayLike<number>) => Rows | Promise<Rows>;
  /** The values of all samples, if they are in memory as one tensor. Do not write to them. */
  readonly values?: Float32Array | undefined;
  /** A source of some of the samples, if it is better than a view; see `subset`. */
  readonly subset?: ((indices: ArrayLike<number>) => RowSource) | undefined;
}

/** Whether a sample has several parts. */
export const isParts = (shape: SampleShape): shape is Readonly<Record<string, readonly number[]>> => !Array.isArray(shape);
