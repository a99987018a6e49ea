import { type Tensor, type Tensor1D, tensor1d, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { textKey } from '@dum/masks';
import { createHeads, disposeHeads, type Heads, type LinearReadOut } from '../read-outs/index.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { Answer } from './objectives/objective.js';
import type { DiscoverySettings } from './options.js';
import type { SearchTask } from './search-task.js';
import type { WholeOutputs } from './whole-outputs.js';

/** What reads the answers of masks while they are learned. */
export interface Reading {
  /** The linear probes of the kept units; undefined where the original head reads them. */
  readonly heads?: Heads | undefined;
  /** The linear probes of the complements; only for objectives that read them. */
  readonly restHeads?: Heads | undefined;
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
  asking.readOut === 'original-head' || asksFor(asking, 'whole', 'outputsOfWhole', 'outputsOfRest');

/** Whether the objective of a search reads the outputs of the whole network. */
export const readsWholeOutputs = (asking: Asking): boolean => asksFor(asking, 'whole', 'outputsOfWhole');

/** Creates what the objective and the read-out of a search need: linear probes, the original head, and the outputs of the whole network. */
export const createReading = (
  { features }: MaskedBody,
  tasks: readonly SearchTask[],
  { head, outputs }: { readonly head?: LinearReadOut | undefined; readonly outputs?: WholeOutputs | undefined },
  settings: DiscoverySettings,
): Reading => {
  const { readOut, seed } = settings;
  const seeds = tasks.map(({ name }) => textKey(name));
  const counts = tasks.map(({ classNames }) => classNames.length);
  return {
    heads: readOut === 'new-head' ? createHeads(seeds, features, counts, seed) : undefined,
    restHeads: asksFor(settings, 'rest') ? createHeads(seeds, features, counts, seed, 'head of the rest') : undefined,
    original: head === undefined ? undefined : { kernel: tensor2d(head.kernel, [features, head.bias.length]), bias: tensor1d(head.bias) },
    outputs,
  };
};

export const disposeReading = ({ heads, restHeads, original }: Reading): void => {
  for (const each of [heads, restHeads]) if (each !== undefined) disposeHeads(each);
  for (const each of [original?.kernel, original?.bias] as readonly (Tensor | undefined)[]) each?.dispose();
};
