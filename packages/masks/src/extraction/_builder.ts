import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../networks/calls.js';
import type { Builder, Kind } from './_kind.js';
import { layerLike, setWeights } from './_layer-like.js';

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
