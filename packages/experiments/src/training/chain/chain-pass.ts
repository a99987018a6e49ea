import type { Samples } from '../../networks/input-rows.js';
import { gatherRows } from '../batches.js';
import type { ChainParameters } from './chain-layers.js';
import type { HostKernels } from '../../kernels/host-kernels.js';
import { createLayerPass, type LayerPass } from './layer-pass.js';
import { softmaxGradient } from './softmax-gradient.js';

/**
 * The loss of a chain on batches of one size: the mean cross-entropy, whose gradient by every parameter is then in theirs.
 *
 * The gradient of the samples, which nobody needs, is not computed.
 */
export const createChainPass = (
  kernels: HostKernels,
  { layers }: ChainParameters,
  samples: Samples,
  y: Uint8Array,
  size: number,
): ((batch: Uint32Array) => number) => {
  const passes: LayerPass[] = [];
  for (const layer of layers) passes.push(createLayerPass(kernels, layer, size, passes.at(-1)));
  const [first, last] = [passes[0]!, passes.at(-1)!];
  const { inputs: width } = layers[0]!;
  const { units: columns, dense: head } = layers.at(-1)!;
  return (batch) => {
    gatherRows(samples.x, width, batch, first.inputs);
    for (const pass of passes) pass.forward();
    const loss = softmaxGradient(last.outputs, columns, head.units, y, batch, last.slopes);
    for (let at = passes.length - 1; at >= 0; at--) {
      passes[at]!.backward();
      if (at > 0) passes[at]!.backwardTo(passes[at - 1]!, layers[at - 1]!.dense.isRelu);
    }
    return loss;
  };
};
