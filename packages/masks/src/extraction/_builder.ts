import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../networks/graph.js';
import type { Call, Kind } from './_call.js';
import { layerLike, setWeights, type Values } from './_layer-like.js';

/** A layer to be built, and its weights in the order of their making. */
interface WeightedLayer {
  readonly layer: Layer;
  readonly weights: readonly Values[];
}

/** Makes the layers of an extracted network. */
export interface Builder {
  /** The name, or one like it where it is taken; it is taken then. */
  nameLike(name: string): string;
  /** Calls the layer of a kind, made and given its weights at the first call. `make` is given its name. */
  weighted(call: Call, input: SymbolicTensor, make: (name: string) => WeightedLayer): SymbolicTensor;
  /** Calls a new layer without weights, like another but for what changes. */
  plain(layer: Layer, inputs: readonly SymbolicTensor[], changes?: Readonly<Record<string, unknown>>): SymbolicTensor;
  /** A tensor of the same values. */
  again(input: SymbolicTensor): SymbolicTensor;
  /** x·scale + shift for each element, or for each channel where there are as many numbers as channels. */
  affine(name: string, input: SymbolicTensor, scale: Float32Array, shift: Float32Array): SymbolicTensor;
}

/** A builder; with `share: false`, each call of a layer with weights gets a layer of its own. */
export const createBuilder = ({ share }: { readonly share: boolean }): Builder => {
  const taken = new Set<string>();
  const made = new Map<Kind, Layer>();
  const nameLike = (name: string): string => {
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
    taken.add(free);
    return free;
  };
  const plain: Builder['plain'] = (layer, inputs, changes) =>
    layerLike(layer, { name: nameLike(layer.name), ...changes }).apply(inputs.length === 1 ? inputs[0]! : [...inputs]) as SymbolicTensor;
  return {
    nameLike,
    weighted: (call, input, make) => {
      const known = share ? made.get(call.kind) : undefined;
      if (known !== undefined) return known.apply(input) as SymbolicTensor;
      const { layer, weights } = make(nameLike(call.name));
      const output = layer.apply(input) as SymbolicTensor;
      setWeights(layer, weights);
      made.set(call.kind, layer);
      return output;
    },
    plain,
    again: (input) => {
      const targetShape = input.shape.slice(1);
      return layers.reshape({ targetShape, name: nameLike(`${input.sourceLayer.name}_again`) }).apply(input) as SymbolicTensor;
    },
    affine: (name, input, scale, shift) => {
      const shape = input.shape.slice(1) as number[];
      const flat = scale.length !== shape.at(-1);
      const units = scale.length;
      const center = shift.some((value) => value !== 0);
      const normalization = layers.batchNormalization({ name: nameLike(name), epsilon: 0, center });
      normalization.setFastWeightInitDuringBuild(true);
      const from = flat ? (layers.reshape({ targetShape: [units], name: nameLike(`${name}_flat`) }).apply(input) as SymbolicTensor) : input;
      const output = normalization.apply(from) as SymbolicTensor;
      const [zero, one] = [new Float32Array(units), new Float32Array(units).fill(1)];
      setWeights(
        normalization,
        [scale, ...(center ? [shift] : []), zero, one].map((values) => ({ values, shape: [units] })),
      );
      return flat ? (layers.reshape({ targetShape: shape, name: nameLike(`${name}_shape`) }).apply(output) as SymbolicTensor) : output;
    },
  };
};
