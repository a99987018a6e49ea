import type { Layer } from '../layers/layer.js';
import { elementwise } from '../kinds/elementwise.js';
import { mixing } from '../kinds/mixing.js';
import { activationKind, activationMixes, activationPreservesZero, activationSlope } from './_own-activation.js';
import type { ImageStep } from './image-step.js';
import type { LayerRule } from './layer-rule.js';

/** Activations as separate layers. */
export const activations: readonly LayerRule[] = [
  {
    classNames: ['Activation'],
    flow: (layer) => (activationMixes(layer) ? 'entangles' : 'keeps'),
    preservesZero: activationPreservesZero,
    isActivation: true,
    imageStep: (layer) => activationStep(activationSlope(layer)),
    extract: (parts) => (parts.layer.getConfig().activation === 'linear' ? [] : activationKind(parts)),
  },
  {
    classNames: ['ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU'],
    flow: 'keeps',
    isActivation: true,
    imageStep: (layer) => activationStep(slopeOf(layer)),
    extract: elementwise,
  },
  { classNames: ['Softmax'], flow: 'entangles', isActivation: true, extract: mixing },
];

const activationStep = (slope: number | undefined): ImageStep | undefined =>
  slope === undefined ? undefined : { kind: 'activation', slope };

const slopeOf = (layer: Layer): number | undefined => {
  const { maxValue, alpha } = layer.getConfig() as { readonly maxValue?: number | null; readonly alpha?: number };
  if (layer.getClassName() === 'ReLU') return (maxValue ?? undefined) === undefined ? 0 : undefined;
  return layer.getClassName() === 'LeakyReLU' && alpha! >= 0 && alpha! <= 1 ? alpha : undefined;
};
