import type { Layer } from '../layers/layer.js';
import type { ImageStep } from './image-step.js';
import { ruleOf } from './registry.js';

/** How a frozen layer computes on images with channels last; undefined for a layer that needs TensorFlow.js. It reads the weights. */
export const imageStepOf = (layer: Layer): ImageStep | undefined => {
  const rule = ruleOf(layer);
  if (rule?.flow === 'passes') return { kind: 'same' };
  return layer.getConfig().dataFormat === 'channelsFirst' ? undefined : rule?.imageStep?.(layer);
};
