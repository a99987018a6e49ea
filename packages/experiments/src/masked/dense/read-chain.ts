import type { layers } from '@tensorflow/tfjs-layers';
import { channelsOfUnit, UnitMask, readsAtOnce } from '@dum/masks';
import { activationOf, isDense, isOnlyBehind, isReluOrLinear } from '../../networks/dense-layers.js';
import type { MaskedBody } from '../masked-body.js';

/** A frozen dense layer between two masks. */
export interface FrozenDenseLayer {
  readonly inputs: number;
  readonly units: number;
  /** `[units, inputs + 1]` row-major: the kernel, transposed, and the bias as a last column. */
  readonly weights: Float32Array;
  readonly isRelu: boolean;
}

/**
 * The dense layers of a body whose tail is mask, dense, mask, dense, …, mask and nothing else; undefined for any other body.
 *
 * Also undefined on backends whose results can't be read synchronously, because a chain is computed on the host, except for its products.
 * Dense layers may be linear or relu. Dropout is ignored, because the frozen part runs in inference mode.
 */
export const readChain = async ({ tail }: MaskedBody): Promise<FrozenDenseLayer[] | undefined> => {
  if (!readsAtOnce()) return undefined;
  const isChain = tail.layers.every((layer, at) => at === 0 || isOnlyBehind(layer, tail.layers[at - 1]!));
  const [, ...parts] = tail.layers.filter((layer) => layer.getClassName() !== 'Dropout');
  const alternates = parts.length % 2 === 1 && parts.every((layer, at) => (at % 2 === 0 ? isUnitMask(layer) : isPlainDense(layer)));
  if (!isChain || !alternates) return undefined;
  return Promise.all(parts.filter((_, at) => at % 2 === 1).map(readDense));
};

const isUnitMask = (layer: layers.Layer): boolean =>
  layer instanceof UnitMask && layer.logits.shape.length === 2 && channelsOfUnit(layer.granularity) === 1;

const isPlainDense = (layer: layers.Layer): boolean => isDense(layer) && isReluOrLinear(layer);

const readDense = async (layer: layers.Layer): Promise<FrozenDenseLayer> => {
  const [kernel, bias] = layer.getWeights();
  const [inputs, units] = kernel!.shape as [number, number];
  const [values, biases] = [await kernel!.data(), await bias?.data()];
  const width = inputs + 1;
  const weights = new Float32Array(units * width);
  for (let unit = 0; unit < units; unit++) {
    for (let at = 0; at < inputs; at++) weights[unit * width + at] = values[at * units + unit]!;
    weights[unit * width + inputs] = biases?.[unit] ?? 0;
  }
  return { inputs, units, weights, isRelu: activationOf(layer) === 'relu' };
};
