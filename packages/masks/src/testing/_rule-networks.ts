import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../layers/layer.js';
import { fillLogisticNoise, noiseKey } from '../noise/keyed-noise.js';
import { UnitMask } from '../layers/unit-mask.js';
import { sizeOf } from '../size-of.js';

/** A layer for test networks. */
export interface RuleSubject {
  readonly make: () => Layer;
  /** The shapes of its inputs, without the batch. */
  readonly shapes: readonly (readonly number[])[];
  /** Whether its initial weights stay. */
  readonly keepWeights: boolean;
}

/** Logistic noise of a shape, determined by a key. */
export const noiseOf = (shape: readonly number[], ...key: readonly number[]): Float32Array => {
  const values = new Float32Array(sizeOf(shape));
  fillLogisticNoise(values, noiseKey(...key));
  return values;
};

/** The layers with random weights; a variance stays positive. */
export const randomizeWeights = (all: readonly Layer[], seed: number): void => {
  for (const [place, layer] of all.entries()) {
    const values = layer.weights.map(({ shape, originalName }, index) => {
      const noise = noiseOf(shape as number[], seed, place, index);
      return tensor(
        noise.map((value) => (originalName.includes('variance') ? 0.5 + Math.abs(value) : value / 3)),
        shape as number[],
      );
    });
    layer.setWeights(values);
    for (const value of values) value.dispose();
  }
};

/** Random samples for the inputs of a network. */
export const samplesFor = ({ inputs }: LayersModel, seed: number, rows = 5): Tensor[] =>
  inputs.map(({ shape }, index) => {
    const sample = [rows, ...(shape.slice(1) as number[])];
    return tensor(noiseOf(sample, seed, index), sample);
  });

const call = (layer: Layer, from: readonly SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : [...from]) as SymbolicTensor;

/** The layer's position in a network: in a chain, called twice on different units, or in a residual block. */
export const settings = ['in a chain', 'called twice', 'in a residual block'] as const;

/** Whether such a network can be built with the layer. */
export const fits = (setting: (typeof settings)[number], { make, shapes }: RuleSubject): boolean => {
  if (setting === 'in a chain') return true;
  if (shapes.length > 1) return false;
  const [shape] = shapes as [readonly number[]];
  return (
    setting === 'called twice' ||
    call(make(), [input({ shape: [...shape] })])
      .shape.slice(1)
      .join() === shape.join()
  );
};

/**
 * Builds a network with the layer between dense layers, and with the masks that `maskOf` returns for the numbers of places.
 *
 * The layers before it form its input channels from three features; those after it make two outputs.
 */
export const networkAround = (
  subject: RuleSubject,
  setting: (typeof settings)[number],
  seed: number,
  maskOf: (place: number) => UnitMask | undefined = () => undefined,
): LayersModel => {
  const { make, shapes, keepWeights } = subject;
  const layer = make();
  let places = 0;
  const masked = (from: SymbolicTensor): SymbolicTensor => {
    const mask = maskOf(places++);
    return mask === undefined ? from : call(mask, [from]);
  };
  const inputs = shapes.map((shape) => input({ shape: [...shape.slice(0, -1), 3] }));
  const before = (name: string) =>
    shapes.map((shape, index) =>
      masked(call(layers.dense({ units: shape.at(-1)!, activation: 'relu', name: `${name}_${index}` }), [inputs[index]!])),
    );
  const flat = (from: SymbolicTensor): SymbolicTensor => (from.shape.length === 2 ? from : call(layers.flatten({}), [from]));
  const first = before('before');
  const once = call(layer, first);
  const made = masked(once);
  const behind = () => {
    if (setting === 'in a chain') return flat(made);
    if (setting === 'in a residual block') return flat(call(layers.add(), [made, first[0]!]));
    return call(layers.concatenate(), [flat(made), flat(masked(call(layer, before('other'))))]);
  };
  const after = masked(call(layers.dense({ units: 4, activation: 'relu', name: 'after' }), [behind()]));
  const network = model({ inputs, outputs: call(layers.dense({ units: 2, name: 'head' }), [after]), name: 'around' });
  const others = network.layers.filter((each) => !(each instanceof UnitMask) && (each !== layer || !keepWeights));
  randomizeWeights(others, seed);
  return network;
};

/** Random masks for the places of a network, none for some places; some masks are of elements. */
export const randomMasks = (seed: number): ((place: number) => UnitMask | undefined) => {
  return (place) => {
    const [isThere, isElements] = noiseOf([2], seed, place) as unknown as [number, number];
    if (isThere < -0.5) return undefined;
    return new UnitMask({ name: `mask_${place}`, granularity: isElements > 1 ? 'element' : 'channel' });
  };
};

/** Sets the masks of a network to random bits that keep about a share of the units. */
export const drawBits = (network: LayersModel, share: number, seed: number): void => {
  for (const [index, layer] of network.layers.entries()) {
    if (!(layer instanceof UnitMask)) continue;
    const shape = layer.logits.shape as number[];
    const logits = tensor(
      noiseOf(shape, seed, index).map((noise) => (1 / (1 + Math.exp(-noise)) < share ? 1 : -1)),
      shape,
    );
    layer.setWeights([logits]);
    logits.dispose();
  }
};
