import { layers } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';
import { partsOf } from './_copy-layer.js';
import type { Layer } from './_graph.js';
import { unfuseFrozen } from './unfuse-frozen.js';

/** Freezes a layer and the layers nested in it, so that a saved copy is frozen too. */
export const freeze = (layer: Layer): void => {
  layer.trainable = false;
  partsOf(layer)?.forEach(freeze);
  // A bidirectional layer is saved as the layer that it was made from.
  const { layer: wrapped } = layer as Layer & { readonly layer?: Layer };
  if (wrapped instanceof layers.Layer) freeze(wrapped);
};

/**
 * Makes a frozen layer run as in `predict` while other layers train, without gradients of its kernel.
 *
 * In `fit`, TensorFlow.js would still update the statistics of a frozen batch normalization, and drop units in a frozen dropout. Masks, and
 * layers that are not frozen, are unchanged.
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
