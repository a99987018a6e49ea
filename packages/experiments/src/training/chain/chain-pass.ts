import type { Samples } from '../../networks/input-rows.js';
import type { TrainingSamples } from '../training-samples.js';
import type { TrainingTargets } from '../training-targets.js';
import type { ChainParameters } from './chain-layers.js';
import type { HostKernels } from '../../kernels/host-kernels.js';
import { createLayerPass, type LayerPass } from './layer-pass.js';
import { softmaxGradient } from './softmax-gradient.js';

/** A chain's way through batches of one size. */
export interface ChainPass {
  /** The mean weighted cross-entropy of a batch of the training samples; its gradient by every parameter is then in theirs. */
  loss(batch: Uint32Array, step: number): number;
  /** The logits of any samples, `[samples, classes]`. */
  logits(samples: Samples): Float32Array;
}

/** Makes the way through a chain. The gradient of the samples, which nobody needs, is not computed. */
export const createChainPass = (
  kernels: HostKernels,
  { layers }: ChainParameters,
  samples: TrainingSamples,
  targets: TrainingTargets,
  size: number,
): ChainPass => {
  const passes: LayerPass[] = [];
  for (const layer of layers) passes.push(createLayerPass(kernels, layer, size, passes.at(-1)));
  const [first, last] = [passes[0]!, passes.at(-1)!];
  const { inputs: width } = layers[0]!;
  const { units: columns, dense: head } = layers.at(-1)!;
  const classes = head.units;
  return {
    loss(batch, step) {
      samples.rows(batch, step, first.inputs);
      for (const pass of passes) pass.forward();
      const loss = softmaxGradient(last.outputs, columns, classes, targets, batch, last.slopes);
      for (let at = passes.length - 1; at >= 0; at--) {
        passes[at]!.backward();
        if (at > 0) passes[at]!.backwardTo(passes[at - 1]!, layers[at - 1]!.dense.isRelu);
      }
      return loss;
    },
    logits({ x, count }) {
      const logits = new Float32Array(count * classes);
      for (let start = 0; start < count; start += size) {
        const end = Math.min(start + size, count);
        // rows behind the last sample keep what they had, and are not read
        first.inputs.set(x.subarray(start * width, end * width));
        for (const pass of passes) pass.forward();
        for (let row = 0; row < end - start; row++) {
          logits.set(last.outputs.subarray(row * columns, row * columns + classes), (start + row) * classes);
        }
      }
      return logits;
    },
  };
};
