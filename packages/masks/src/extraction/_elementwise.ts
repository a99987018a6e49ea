import type { Layer } from '../networks/calls.js';
import type { Call, Constants, Demand } from './_kind.js';
import { layerLike, runOnce, type Values } from './_layer-like.js';

/** What a layer that changes each element by itself makes of the constants that it reads. */
export const elementwiseConstants = async (layer: Layer, { inputs: [input] }: Call, weights?: readonly Values[]): Promise<Constants> => {
  const { live, values, shape } = input!;
  const results = await runOnce(layerLike(layer), [{ values, shape }], weights);
  return { live: live.slice(), values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
};

/** Asks the input of such a layer for the elements that are demanded of its output. */
export const askElementwise = ({ inputs: [input], output }: Call, demand: Demand): void => {
  output.demanded.forEach((isDemanded, element) => {
    if (isDemanded === 1) demand.ask(input!, element, output.because[element % output.channels]);
  });
};
