import type { Layer } from '../layers/layer.js';
import type { ImageStep, ImageWindow } from './image-step.js';
import { activationSlope } from './_own-activation.js';

/** The step of a layer with a kernel, whose last axes are inputs and units, and its activation; undefined for one that is no max(x, s·x). */
export const kernelStep = (layer: Layer, window: ImageWindow): ImageStep | undefined => {
  const slope = activationSlope(layer);
  if (slope === undefined) return undefined;
  const [kernel, bias] = layer.getWeights();
  const [inputs, units] = kernel!.shape.slice(-2) as [number, number];
  const [height = 1, width = 1] = kernel!.shape.slice(0, -2);
  return {
    kind: 'kernel',
    size: [height, width, inputs, units],
    kernel: kernel!.dataSync<'float32'>(),
    bias: bias?.dataSync<'float32'>(),
    window,
    slope,
  };
};
