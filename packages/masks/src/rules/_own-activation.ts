import { layers } from '@tensorflow/tfjs-layers';
import { elementwise } from '../kinds/elementwise.js';
import { fused } from '../kinds/fused.js';
import type { Kind, Stage } from '../kinds/kind.js';
import type { LayerParts } from '../kinds/layer-parts.js';
import { mixing } from '../kinds/mixing.js';
import type { Layer } from '../layers/layer.js';

const mixes: readonly unknown[] = ['softmax', 'logSoftmax'];

const nonzeroAtZero: readonly unknown[] = ['sigmoid', 'hardSigmoid', 'hard_sigmoid', 'softplus', 'softmax', 'logSoftmax', 'exponential'];

/** The setting `activation` of a layer. */
const activationOf = (layer: Layer): unknown => layer.getConfig().activation;

/** Whether a layer's activation makes each unit depend on all units. */
export const activationMixes = (layer: Layer): boolean => mixes.includes(activationOf(layer));

/** Whether a layer's activation maps 0 to 0. */
export const activationPreservesZero = (layer: Layer): boolean => !nonzeroAtZero.includes(activationOf(layer));

/** The s of an activation max(x, s·x): 0 for relu, 1 for a linear one; undefined for any other. */
export const activationSlope = (layer: Layer): number | undefined => {
  const activation = activationOf(layer);
  return activation === 'relu' ? 0 : activation === undefined || activation === 'linear' ? 1 : undefined;
};

/** The kind of an activation layer. */
export const activationKind = (parts: LayerParts): Kind => (activationMixes(parts.layer) ? mixing(parts) : elementwise(parts));

/** The stage of the activation that a dense or convolution layer applies itself; none for a linear one. */
export const ownActivation = (layer: Layer): Stage[] => {
  const activation = activationOf(layer);
  if (activation === undefined || activation === 'linear') return [];
  const like = layers.activation({ activation: activation as 'relu', name: layer.name });
  return [{ name: layer.name, kind: fused(activationKind({ layer: like, weights: [], channelAxes: [], settings: () => ({}) })) }];
};
