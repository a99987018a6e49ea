import { type Tensor, type Tensor1D, tensor1d, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { textKey } from '@dum/masks';
import { createHeads, disposeHeads, type Heads } from '../read-outs/heads.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { SplitActivations } from '../masked/frozen-activations.js';
import type { DiscoverySettings } from './options.js';
import { readOriginalHead } from '../read-outs/original-head.js';
import type { SearchTask } from './search-task.js';
import { wholeOutputs } from './whole-outputs.js';

/** Through what the answers of masks are read while they are learned. */
export interface Reading {
  /** The new heads of the kept units; undefined where the original one reads them. */
  readonly heads?: Heads | undefined;
  /** The heads that learn to get the tasks from the rest; there when the objective asks for them. */
  readonly restHeads?: Heads | undefined;
  /** The network's own head; there when the objective or the read-out asks for it. */
  readonly original?: OriginalHeadTensors | undefined;
  /** What the whole network answers: the outputs of its own head before the softmax, for every sample of each split. */
  readonly outputs?: { readonly train: Float32Array; readonly validation: Float32Array } | undefined;
}

/** The weights of a network's own head: `[features, outputs]` and `[outputs]`. */
export interface OriginalHeadTensors {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
}

/** All that the objective and the read-out of a search ask for. Throws `bad-input` for a head that can't be read. */
export const createReading = async (
  network: LayersModel,
  body: MaskedBody,
  tasks: readonly SearchTask[],
  activations: SplitActivations,
  { objective: { reads }, readOut, seed, ...choice }: DiscoverySettings,
): Promise<Reading> => {
  const asksFor = (...answers: readonly string[]) => reads.some((answer) => answers.includes(answer));
  const readsOriginal = readOut === 'original-head' || asksFor('whole', 'outputsOfWhole', 'outputsOfRest');
  const head = readsOriginal ? await readOriginalHead('discoverSubnetworks', network, body.features, tasks) : undefined;
  const outputs = asksFor('whole', 'outputsOfWhole') ? await wholeOutputs(network, head!, activations, choice) : undefined;
  const seeds = tasks.map(({ name }) => textKey(name));
  const counts = tasks.map(({ classNames }) => classNames.length);
  return {
    heads: readOut === 'new-head' ? createHeads(seeds, body.features, counts, seed) : undefined,
    restHeads: asksFor('rest') ? createHeads(seeds, body.features, counts, seed, 'head of the rest') : undefined,
    original:
      head === undefined ? undefined : { kernel: tensor2d(head.kernel, [body.features, head.bias.length]), bias: tensor1d(head.bias) },
    outputs,
  };
};

export const disposeReading = ({ heads, restHeads, original }: Reading): void => {
  for (const each of [heads, restHeads]) if (each !== undefined) disposeHeads(each);
  for (const each of [original?.kernel, original?.bias] as readonly (Tensor | undefined)[]) each?.dispose();
};
