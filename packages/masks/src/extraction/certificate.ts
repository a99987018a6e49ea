import type { KeptUnits } from './kept-unit.js';
import type { Costs } from './network-costs.js';

/** How far an extracted network is from the masked one. */
export interface Difference {
  /** The largest absolute value that the masked network gave. */
  readonly largest: number;
  /** The largest absolute difference between the two networks. */
  readonly difference: number;
}

/** What became of units: `before` = `after` + `masked` + `dead` + `unreachable`. */
export interface UnitCounts {
  readonly before: number;
  readonly after: number;
  /** Removed since a mask drops them. */
  readonly masked: number;
  /** Removed since they are constants, whatever the input, though no mask drops them. */
  readonly dead: number;
  /** Removed since nothing that is left reads them, though no mask drops them. */
  readonly unreachable: number;
}

/** The units of one dense or convolution layer. */
export interface LayerUnits extends UnitCounts {
  readonly layer: string;
}

/** Evidence that an extracted network is the masked one, and what was saved. */
export interface Certificate {
  /** Samples compared: random ones, and those given. */
  readonly samples: { readonly random: number; readonly given: number };
  /** Over all outputs of the networks; of the probabilities where there is a read-out. */
  readonly outputs: Difference;
  /** Of the read-out before its softmax; undefined without a read-out. */
  readonly logits: Difference | undefined;
  /** Units of dense and convolution layers, the read-out's outputs aside. */
  readonly units: UnitCounts;
  /** The same by layer, in network order. */
  readonly layers: readonly LayerUnits[];
  /** Of the masked network with its read-out, masks aside. */
  readonly before: Costs;
  readonly after: Costs;
  /** Units that do nothing for the task and had to stay, and why. */
  readonly kept: readonly KeptUnits[];
}
