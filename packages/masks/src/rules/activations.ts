import { elementwise } from '../kinds/elementwise.js';
import { mixing } from '../kinds/mixing.js';
import { activationKind, activationMixes, activationPreservesZero } from './_own-activation.js';
import type { LayerRule } from './layer-rule.js';

/** Activations as separate layers. */
export const activations: readonly LayerRule[] = [
  {
    classNames: ['Activation'],
    flow: (layer) => (activationMixes(layer) ? 'entangles' : 'keeps'),
    preservesZero: activationPreservesZero,
    isActivation: true,
    extract: (parts) => (parts.layer.getConfig().activation === 'linear' ? [] : activationKind(parts)),
  },
  { classNames: ['ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU'], flow: 'keeps', isActivation: true, extract: elementwise },
  { classNames: ['Softmax'], flow: 'entangles', isActivation: true, extract: mixing },
];
