import { type Tensor, type Tensor1D, tensor1d, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { textKey } from '@dum/masks/noise';
import type { SplitActivations } from '../masked/frozen-activations.js';
import type { MaskedBody } from '../masked/masked-body.js';
import {
  createProbes,
  disposeProbes,
  readerLogits,
  type Probes,
  type LinearReadOut,
  readOutLogits,
  type TaskReader,
} from '../read-outs/index.js';
import type { Answer } from './objectives/objective.js';
import type { DiscoverySettings } from './options.js';
import type { SearchTask } from './search-task.js';

/** What reads the answers of masks while they are learned. */
export interface SearchReadOuts {
  /** The linear probes of the kept units; undefined where the original head reads them. */
  readonly probes?: Probes | undefined;
  /** The linear probes of the complements; only for objectives that read them. */
  readonly complementProbes?: Probes | undefined;
  /** The original head; only if the objective or the read-out needs it. */
  readonly original?: OriginalHeadTensors | undefined;
  /** The outputs of the whole network; only for objectives that read them. */
  readonly outputs?: WholeOutputs | undefined;
}

/** The weights of the original head: `[features, outputs]` and `[outputs]`. */
export interface OriginalHeadTensors {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
}

type Asking = Pick<DiscoverySettings, 'objective' | 'readOut'>;

const asksFor = ({ objective: { reads } }: Pick<Asking, 'objective'>, ...answers: readonly Answer[]) =>
  reads.some((answer) => answers.includes(answer));

/** Whether the objective or the read-out of a search needs the original head. */
export const readsOriginalHead = (asking: Asking): boolean =>
  asking.readOut === 'original-head' || asksFor(asking, 'whole', 'outputsOfWhole', 'outputsOfComplement');

/** Whether the objective of a search reads the outputs of the whole network. */
export const readsWholeOutputs = (asking: Asking): boolean => asksFor(asking, 'whole', 'outputsOfWhole');

/** Whether the objective of a search reads linear probes of the complements. */
export const readsComplement = (asking: Pick<Asking, 'objective'>): boolean => asksFor(asking, 'complement');

/** Creates what the objective and the read-out of a search need: linear probes, the original head, and the outputs of the whole network. */
export const createSearchReadOuts = (
  { features }: MaskedBody,
  tasks: readonly SearchTask[],
  { head, outputs }: { readonly head?: LinearReadOut | undefined; readonly outputs?: WholeOutputs | undefined },
  settings: DiscoverySettings,
): SearchReadOuts => {
  const { readOut, seed } = settings;
  const seeds = tasks.map(({ name }) => textKey(name));
  const counts = tasks.map(({ classNames }) => classNames.length);
  return {
    probes: readOut === 'new-head' ? createProbes(seeds, features, counts, seed) : undefined,
    complementProbes: readsComplement(settings) ? createProbes(seeds, features, counts, seed, 'head of the rest') : undefined,
    original: head === undefined ? undefined : { kernel: tensor2d(head.kernel, [features, head.bias.length]), bias: tensor1d(head.bias) },
    outputs,
  };
};

export const disposeSearchReadOuts = ({ probes, complementProbes, original }: SearchReadOuts): void => {
  for (const each of [probes, complementProbes]) if (each !== undefined) disposeProbes(each);
  for (const each of [original?.kernel, original?.bias] as readonly (Tensor | undefined)[]) each?.dispose();
};

/** The outputs of the original head before the softmax, for every sample of each split, `[samples, outputs]`, row-major. */
export interface WholeOutputs {
  readonly train: Float32Array;
  readonly validation: Float32Array;
}

/** Computes the outputs of the original head; the masks of `body` must keep all units. */
export const wholeOutputs = async (
  body: MaskedBody,
  head: LinearReadOut,
  { train, validation }: SplitActivations,
  allocate?: (length: number) => Float32Array,
): Promise<WholeOutputs> => {
  const reader: TaskReader = {
    classes: head.bias.length,
    logitsOf: (features, batch) => readOutLogits(features, head, batch),
  };
  const [ofTrain] = await readerLogits(body, train, [reader], allocate);
  const [ofValidation] = await readerLogits(body, validation, [reader], allocate);
  return { train: ofTrain!, validation: ofValidation! };
};
