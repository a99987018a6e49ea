import { tidy } from '@tensorflow/tfjs-core';
import type { Layer } from '../layers/layer.js';
import { ruleOf } from '../rules/registry.js';

/**
 * Makes a frozen dense or conv2d layer compute no gradient of its kernel, and a frozen batch normalization none of its statistics; any other
 * layer is unchanged.
 *
 * TensorFlow.js runs these layers as one fused operation, whose gradient always includes the weights', for a kernel a product as large as
 * the forward one. The same computation in plain operations gives the same values and gradients without it. A layer that is unfrozen later
 * runs as before.
 */
export const unfuseFrozen = (layer: Layer): void => {
  if (layer.trainable) return;
  const call = ruleOf(layer)?.frozenCall?.(layer);
  if (call === undefined) return;
  const own = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => (layer.trainable ? own(inputs, kwargs) : tidy(() => call([inputs].flat()[0]!)));
};
