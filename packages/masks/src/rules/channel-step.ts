import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/** How a frozen layer computes with a subset of its input channels, in `predict`. */
export type ChannelStep =
  /** Each output channel depends on that channel only; `preservesZero`: a channel of zeros stays one. */
  | {
      readonly kind: 'apart';
      readonly preservesZero: boolean;
      /** Computes the outputs of these channels. */
      readonly apply: (x: Tensor, channels: Tensor1D) => Tensor;
    }
  /** A kernel, from a subset of inputs to a subset of units. */
  | {
      readonly kind: 'kernel';
      readonly units: number;
      /** Computes the wanted units from these inputs. */
      readonly apply: (x: Tensor, inputs: Tensor1D, wanted: Tensor1D) => Tensor;
    }
  /** Each value becomes a channel: `channels` of them at each of `places`. */
  | {
      readonly kind: 'flatten';
      readonly channels: number;
      readonly places: number;
      /** Flattens all but the batch. */
      readonly apply: (x: Tensor) => Tensor;
    };
