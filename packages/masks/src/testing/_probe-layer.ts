import { tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { input, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../layers/layer.js';
import { noiseOf, randomizeWeights, type RuleSubject } from './_rule-networks.js';

/** A built layer with random weights, for single samples. */
export interface Probe {
  readonly layer: Layer;
  readonly output: readonly number[];
  /** Random samples, one for each input. */
  readonly samples: readonly Float32Array[];
  readonly run: (samples: readonly Float32Array[]) => Float32Array;
}

/** Builds a layer outside a network. */
export const probeOf = ({ make, shapes, keepWeights }: RuleSubject): Probe => {
  const layer = make();
  const symbols = shapes.map((shape) => input({ shape: [...shape] }));
  const { shape } = layer.apply(symbols.length === 1 ? symbols[0]! : symbols) as SymbolicTensor;
  if (!keepWeights) randomizeWeights([layer], 3);
  return {
    layer,
    output: shape.slice(1) as number[],
    samples: shapes.map((each, index) => noiseOf(each, 7, index)),
    run: (samples) =>
      tidy(() => {
        const x = samples.map((values, index) => tensor(values, [1, ...shapes[index]!]));
        return (layer.apply(x.length === 1 ? x[0]! : x, { training: false }) as Tensor).dataSync<'float32'>().slice();
      }),
  };
};

/** The samples with changes to some elements of one of them. */
export const changed = (samples: readonly Float32Array[], of: number, change: (value: number, element: number) => number): Float32Array[] =>
  samples.map((values, index) => (index === of ? values.map(change) : values));

/** The elements in which two outputs differ. */
export const differing = (first: Float32Array, second: Float32Array): number[] =>
  [...first.keys()].filter((element) => first[element] !== second[element]);
