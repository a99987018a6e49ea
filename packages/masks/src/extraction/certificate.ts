import type { RetainedUnits } from './retained-units.js';
import type { Costs } from './network-costs.js';

/** The difference of an extracted network from the masked one. */
export interface Difference {
  /** The largest absolute value of the masked network's outputs. */
  readonly largest: number;
  /** The largest absolute difference between the two networks. */
  readonly difference: number;
}

/** Numbers of units: `before` = `after` + `masked` + `dead` + `unreachable`. */
export interface UnitCounts {
  readonly before: number;
  readonly after: number;
  /** Removed because a mask drops them. */
  readonly masked: number;
  /** Removed because they are constants, although no mask drops them. */
  readonly dead: number;
  /** Removed because nothing reads them, although no mask drops them. */
  readonly unreachable: number;
}

/** The units of one dense or convolution layer. */
export interface LayerUnits extends UnitCounts {
  readonly layer: string;
}

/** A certificate: the difference of an extracted network from the masked one, and the sizes of both. */
export interface Certificate {
  /** Samples compared: random ones, and those given. */
  readonly samples: { readonly random: number; readonly given: number };
  /** Over all outputs of the networks; with a read-out, of its probabilities. */
  readonly outputs: Difference;
  /** Of the read-out before its softmax; undefined without a read-out. */
  readonly logits: Difference | undefined;
  /** Units of dense and convolution layers, without the read-out's outputs. */
  readonly units: UnitCounts;
  /** The same by layer, in network order. */
  readonly layers: readonly LayerUnits[];
  /** Of the masked network with its read-out, without masks. */
  readonly before: Costs;
  readonly after: Costs;
  /** Units that are retained although they do nothing for the task, and why. */
  readonly retained: readonly RetainedUnits[];
}
