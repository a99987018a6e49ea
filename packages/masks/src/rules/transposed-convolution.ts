import { swapLastAxes, weightedSum } from '../kinds/weighted-sum.js';
import { atEachInput } from './_kernel-products.js';
import { ownActivation } from './_own-activation.js';
import type { LayerRule } from './layer-rule.js';

const transposed: Omit<LayerRule, 'classNames'> = {
  flow: 'forms',
  maskedByDefault: true,
  multiplyAdds: atEachInput,
};

const extract: LayerRule['extract'] = ({ layer, weights: [kernel, bias] }) => [
  { name: layer.name, kind: weightedSum({ layer, kernel: swapLastAxes(kernel!), bias, size: 'filters', isTransposed: true }) },
  ...ownActivation(layer),
];

/** Transposed convolutions; those over three axes are masked and counted, but not extracted. */
export const transposedConvolutions: readonly LayerRule[] = [
  { ...transposed, classNames: ['Conv2DTranspose'], extract },
  { ...transposed, classNames: ['Conv3DTranspose'] },
];
