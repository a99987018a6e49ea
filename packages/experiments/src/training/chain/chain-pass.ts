import { readChunks, type Samples } from '../../networks/input-rows.js';
import type { SampleBatch } from '../../optimization/read-batches.js';
import type { TrainingRows } from '../training-samples.js';
import type { TrainingTargets } from '../training-targets.js';
import type { ChainParameters } from './chain-layers.js';
import type { HostKernels } from '../../kernels/host-kernels.js';
import { createLayerPass, type LayerPass } from './layer-pass.js';
import { softmaxGradient } from './softmax-gradient.js';

/** Runs a chain on batches of one size. */
export interface ChainPass {
  /** The mean weighted cross-entropy of a batch of training samples; sets the gradients of all parameters. */
  loss(samples: SampleBatch, step: number): number;
  /** The logits of any samples, `[samples, classes]`. */
  logits(samples: Samples): Promise<Float32Array>;
}

/** Creates the passes of a chain. The gradient of the samples is not computed. */
export const createChainPass = (
  kernels: HostKernels,
  { layers }: ChainParameters,
  rows: TrainingRows,
  targets: TrainingTargets,
  size: number,
): ChainPass => {
  const passes: LayerPass[] = [];
  for (const layer of layers) passes.push(createLayerPass(kernels, layer, size, passes.at(-1)));
  const [first, last] = [passes[0]!, passes.at(-1)!];
  const { units: columns, dense: head } = layers.at(-1)!;
  const classes = head.units;
  return {
    loss(samples, step) {
      rows(samples, step, first.inputs);
      for (const pass of passes) pass.forward();
      const loss = softmaxGradient(last.outputs, columns, classes, targets, samples.batch, last.slopes);
      for (let at = passes.length - 1; at >= 0; at--) {
        passes[at]!.backward();
        if (at > 0) passes[at]!.backwardTo(passes[at - 1]!, layers[at - 1]!.dense.isRelu);
      }
      return loss;
    },
    async logits({ source }) {
      const logits = new Float32Array(source.count * classes);
      for await (const { start, count, rows: values } of readChunks(source, size)) {
        // rows after the last sample keep old values, and are not read
        first.inputs.set(values as Float32Array);
        for (const pass of passes) pass.forward();
        for (let row = 0; row < count; row++) {
          logits.set(last.outputs.subarray(row * columns, row * columns + classes), (start + row) * classes);
        }
      }
      return logits;
    },
  };
};
