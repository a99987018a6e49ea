import { tensor, tidy } from '@tensorflow/tfjs-core';
import { createHardFeatures } from '../../masked/hard-features.js';
import { evenRows } from '../../optimization/batches.js';
import type { FrozenActivations } from '../../masked/frozen-activations.js';
import type { MaskedBody } from '../../masked/masked-body.js';
import { type Probes, readOutLogits, readProbes } from '../../read-outs/index.js';
import type { SearchTask } from '../search-task.js';
import { centreOf, centreShares } from './centre-on-host.js';

/** The number of training samples that centre a hard mask. */
const samplesOfCentre = 512;

/**
 * Calls a function while the biases of linear probes suit the hard masks of a body: they centre the logits over training samples, as each
 * step centres those of a sampled mask. The learned biases come back afterwards.
 */
export const withHardBiases = async <Result>(
  body: MaskedBody,
  probes: Probes,
  tasks: readonly SearchTask[],
  train: FrozenActivations,
  use: () => Promise<Result>,
): Promise<Result> => {
  const readOuts = await readProbes(probes);
  const featuresOf = await createHardFeatures(body);
  const centres = readOuts.map(({ bias }) => new Float64Array(bias.length));
  for await (const read of train.read([evenRows(train.count, samplesOfCentre)])) {
    const features = await featuresOf(read);
    tasks.forEach(({ train: labels, classWeights, classNames }, task) => {
      const shares = centreShares({ y: labels.y, classWeights }, read.batch);
      const { kernel, bias } = readOuts[task]!;
      const logits = readOutLogits(features[task]!, { kernel, bias: new Float32Array(bias.length) }, shares.length);
      for (const index of classNames.keys())
        centres[task]![index] = centreOf(logits.subarray(index * shares.length, (index + 1) * shares.length), shares);
    });
  }
  const learned = probes.bias.clone();
  const suited = readOuts.flatMap(({ bias }, task) => Array.from(bias, (value, index) => value - centres[task]![index]!));
  tidy(() => probes.bias.assign(tensor(suited, probes.bias.shape)));
  try {
    return await use();
  } finally {
    probes.bias.assign(learned);
    learned.dispose();
  }
};
