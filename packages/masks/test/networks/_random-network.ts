import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { randomize } from './_networks.js';

const kinds = ['dense', 'activation', 'norm', 'dropout', 'join', 'again', 'nested'] as const;

interface Step {
  readonly kind: (typeof kinds)[number];
  readonly from: number;
  readonly and: number;
  readonly units: number;
  readonly trainable: boolean;
}

/** How to build a network: each step reads tensors that earlier ones made, so that branches, joins and shared layers arise. */
export interface Recipe {
  readonly steps: readonly Step[];
  readonly seed: number;
}

const step = (kind: fc.Arbitrary<Step['kind']>): fc.Arbitrary<Step> =>
  fc.record({ kind, from: fc.nat(20), and: fc.nat(20), units: fc.constantFrom(3, 3, 2, 5), trainable: fc.boolean() });

/** Recipes of small networks; with `again`, of networks that call a layer more than once. */
export const recipes = ({ again }: { readonly again: boolean }): fc.Arbitrary<Recipe> =>
  fc.record({
    steps: fc.array(step(fc.constantFrom(...kinds.filter((kind) => again || kind !== 'again'))), { minLength: 1, maxLength: 12 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

const width = (tensor: SymbolicTensor): number => tensor.shape[1]!;

/** The network of a recipe, with random weights and statistics; every tensor that nothing reads is an output. */
export const networkOf = ({ steps, seed }: Recipe): LayersModel => {
  const tensors = [input({ shape: [3], name: 'x' })];
  const dense: { readonly layer: layers.Layer; readonly inputs: number }[] = [];
  const apply = (layer: layers.Layer, ...from: SymbolicTensor[]) =>
    tensors.push(layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor);
  steps.forEach(({ kind, from, and, units, trainable }, index) => {
    const name = `${kind}_${index}`;
    const [a, b] = [tensors[from % tensors.length]!, tensors[and % tensors.length]!];
    const known = dense.filter(({ inputs }) => inputs === width(a));
    if (kind === 'activation') apply(layers.activation({ activation: 'tanh', name }), a);
    else if (kind === 'norm') apply(layers.batchNormalization({ name, trainable }), a);
    else if (kind === 'dropout') apply(layers.dropout({ rate: 0.5, name }), a);
    else if (kind === 'join' && a !== b) apply(width(a) === width(b) ? layers.add({ name }) : layers.concatenate({ name }), a, b);
    else if (kind === 'again' && known.length > 0) apply(known[and % known.length]!.layer, a);
    else if (kind === 'nested') {
      const inner = [
        layers.batchNormalization({ inputShape: [width(a)], name: `${name}_norm` }),
        layers.dense({ units, name: `${name}_inner`, trainable }),
      ];
      apply(sequential({ name, layers: inner }), a);
    } else {
      const layer = layers.dense({ units, activation: 'relu', name, trainable });
      dense.push({ layer, inputs: width(a) });
      apply(layer, a);
    }
  });
  const read = new Set(tensors.slice(1).flatMap((tensor) => tensor.inputs));
  const ends = tensors.filter((tensor) => !read.has(tensor));
  return randomize(model({ inputs: tensors[0]!, outputs: ends, name: 'random' }), seed);
};
