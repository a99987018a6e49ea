import { ruleOf } from '../rules/registry.js';
import type { Node } from './_graph.js';

/** The multiply-adds of one call of a layer for one sample, by the rule of its class. */
export const multiplyAddsOf = ({ outboundLayer: layer, inputTensors, outputTensors }: Node): number => {
  const [inputs, outputs] = [inputTensors, outputTensors].map((tensors) =>
    tensors.map(({ shape }) => shape.slice(1).map((size) => size ?? 1)),
  ) as [number[][], number[][]];
  return ruleOf(layer)?.multiplyAdds?.({ layer, inputs, output: outputs[0]! }) ?? 0;
};
