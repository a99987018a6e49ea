import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../networks/calls.js';
import type { Builder, Kind } from '../kinds/kind.js';
import { layerLike, setWeights } from '../kinds/layer-like.js';
import { sizeOf } from '../size-of.js';

/** Creates a builder; with `share: false`, each call of a layer with weights gets its own layer. */
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
    layerLike(layer, { name: nameLike(layer.name), ...changes }).apply(oneOrAll(inputs)) as SymbolicTensor;
  return {
    nameLike,
    weighted: (call, inputs, make) => {
      const known = share ? made.get(call.kind) : undefined;
      const from = oneOrAll(inputs);
      if (known !== undefined) return known.apply(from) as SymbolicTensor;
      const { layer, weights } = make(nameLike(call.name));
      const output = layer.apply(from) as SymbolicTensor;
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
      const channels = scale.length;
      const positions = sizeOf(shape) / channels;
      const useBias = shift.some((value) => value !== 0);
      const depthwise = layers.depthwiseConv2d({ name: nameLike(name), kernelSize: 1, useBias, trainable: false });
      depthwise.setFastWeightInitDuringBuild(true);
      const reshaped = (from: SymbolicTensor, targetShape: number[], what: string) =>
        layers.reshape({ targetShape, name: nameLike(`${name}_${what}`) }).apply(from) as SymbolicTensor;
      const isImage = shape.length === 3 && channels === shape.at(-1);
      const output = depthwise.apply(isImage ? input : reshaped(input, [positions, 1, channels], 'image')) as SymbolicTensor;
      setWeights(depthwise, [{ values: scale, shape: [1, 1, channels, 1] }, ...(useBias ? [{ values: shift, shape: [channels] }] : [])]);
      return isImage ? output : reshaped(output, shape, 'shape');
    },
  };
};

const oneOrAll = (inputs: readonly SymbolicTensor[]): SymbolicTensor | SymbolicTensor[] => (inputs.length === 1 ? inputs[0]! : [...inputs]);
