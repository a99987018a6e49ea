import { tidy } from '@tensorflow/tfjs-core';
import type { Layer } from '../layers/layer.js';
import { ruleOf } from '../rules/registry.js';

/**
 * Makes a frozen dense or conv2d layer compute no gradient of its kernel; any other layer is unchanged.
 *
 * TensorFlow.js runs these layers as one fused operation, whose gradient always includes the kernel's, a product as large as the forward
 * one. The same computation in plain operations gives the same values and gradients without it, and has the kernel's gradient again if the
 * layer is unfrozen.
 */
export const unfuseFrozen = (layer: Layer): void => {
  if (layer.trainable) return;
  const call = ruleOf(layer)?.frozenCall?.(layer);
  if (call !== undefined) layer.call = (inputs) => tidy(() => call([inputs].flat()[0]!));
};
