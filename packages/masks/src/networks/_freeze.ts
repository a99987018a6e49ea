import { layers } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';
import { partsOf } from './_copy-layer.js';
import type { Layer } from './_graph.js';
import { unfuseFrozen } from './unfuse-frozen.js';

/** Freezes a layer and what is nested in it, so that a saved copy is frozen too. */
export const freeze = (layer: Layer): void => {
  layer.trainable = false;
  partsOf(layer)?.forEach(freeze);
  // A bidirectional layer is saved as the layer that it was made from.
  const { layer: wrapped } = layer as Layer & { readonly layer?: Layer };
  if (wrapped instanceof layers.Layer) freeze(wrapped);
};

/**
 * Makes a frozen layer run as in `predict` while the rest of its network trains, and without gradients of its kernel.
 *
 * TensorFlow.js would go on updating the statistics of a frozen batch normalization in `fit`, and dropping units in a frozen dropout.
 * Layers that are not frozen, and masks, are left as they are.
 */
export const runFrozen = (layer: Layer): void => {
  if (layer.trainable || layer instanceof UnitMask) return;
  unfuseParts(layer);
  const call = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
};

const unfuseParts = (layer: Layer): void => {
  unfuseFrozen(layer);
  partsOf(layer)?.forEach(unfuseParts);
};
