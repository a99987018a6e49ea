import { tidy } from '@tensorflow/tfjs-core';
import type { Layer } from '../layers/layer.js';
import { ruleOf } from '../rules/registry.js';

/**
 * Makes one frozen dense or conv2d layer compute no gradient of its kernel; any other layer is left as it is.
 *
 * TensorFlow.js runs these layers as one fused operation, whose gradient always includes the kernel's, a product as large as the
 * forward one. The same sum of plain operations gives the same values and gradients without it, and still has the kernel's gradient
 * should the layer be thawed.
 */
export const unfuseFrozen = (layer: Layer): void => {
  if (layer.trainable) return;
  const call = ruleOf(layer)?.frozenCall?.(layer);
  if (call !== undefined) layer.call = (inputs) => tidy(() => call([inputs].flat()[0]!));
};
