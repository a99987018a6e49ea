import type { LayerOutline } from '@dum/backend';
import type { Origin } from '../config/converted.js';
import { boundedVariances } from '../config/rules/normalizations.js';

/** A place for a stored weight. */
export interface Slot {
  /** The name of the weight in TensorFlow.js, with its layer; undefined for a stored weight that is not used. */
  readonly name: string | undefined;
  /** How the last part of its name in the file begins or ends. */
  readonly stored: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  readonly change?: (values: Float32Array) => Float32Array;
}

const normalization = (layer: string, shape: readonly number[]): readonly Slot[] => [
  { name: `${layer}/moving_mean`, stored: 'mean', shape, trainable: false },
  {
    name: `${layer}/moving_variance`,
    stored: 'variance',
    shape,
    trainable: false,
    change: (values) => Float32Array.from(boundedVariances(values)),
  },
  { name: undefined, stored: 'count', shape: [], trainable: false },
];

/** The weights that the file stores for a layer, in its order. */
export const slotsOf = ({ className, layers }: Origin, outlines: ReadonlyMap<string, LayerOutline>): readonly Slot[] =>
  layers.flatMap(({ layer, constants }) => {
    const weights = constants === undefined ? (outlines.get(layer.name)?.weights ?? []) : [];
    if (className === 'Normalization' && weights.length > 0) return normalization(layer.name, weights[0]!.shape);
    return weights.map(({ name, shape }) => ({
      name: `${layer.name}/${name}`,
      stored: name,
      shape,
      trainable: !name.startsWith('moving_'),
    }));
  });
