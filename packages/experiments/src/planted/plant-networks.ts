import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { input, layers, type LayersModel, model } from '@tensorflow/tfjs-layers';
import type { PlantLayer } from './plant-layout.js';

/** The shape of a plant's network. */
export interface PlantNetwork {
  readonly kind: 'dense' | 'convolutional';
  readonly inputShape: readonly number[];
  readonly hidden: readonly PlantLayer[];
  /** Units for each one of `hidden`. */
  readonly copies: number;
  /** Batch normalization before each activation. */
  readonly normalization: boolean;
}

/**
 * The untrained network of a plant: hidden layers of rectified units, dense or 3×3 convolutions with the mean of each channel, and a head
 * with four joint classes.
 */
export const plantNetwork = ({ kind, inputShape, hidden, copies, normalization }: PlantNetwork): LayersModel => {
  const inputs = input({ shape: [...inputShape] });
  const through = (layer: layers.Layer, of: SymbolicTensor | SymbolicTensor[]) => layer.apply(of) as SymbolicTensor;
  const outputs: SymbolicTensor[] = [];
  for (const { name, owners, isAdded } of hidden) {
    const units = copies * owners.length;
    const isPlain = !normalization && !isAdded;
    const shared = { name, activation: isPlain ? ('relu' as const) : ('linear' as const), useBias: !normalization };
    const affine =
      kind === 'dense' ? layers.dense({ ...shared, units }) : layers.conv2d({ ...shared, filters: units, kernelSize: 3, padding: 'same' });
    let output = through(affine, outputs.at(-1) ?? inputs);
    if (normalization) output = through(layers.batchNormalization({ name: normOf(name), epsilon: 1e-3 }), output);
    if (isAdded) output = through(layers.add({ name: `${name}_sum` }), [outputs.at(-2)!, output]);
    if (!isPlain) output = through(layers.activation({ name: `${name}_relu`, activation: 'relu' }), output);
    outputs.push(output);
  }
  const features = kind === 'dense' ? outputs.at(-1)! : through(layers.globalAveragePooling2d({ name: 'mean' }), outputs.at(-1)!);
  return model({ inputs, outputs: through(layers.dense({ name: 'head', units: 4, activation: 'softmax' }), features) });
};

/** The name of the batch normalization behind a hidden layer. */
export const normOf = (name: string): string => `${name}_norm`;
