import { type Tensor, type Tensor1D, tensor1d, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { textKey } from '@dum/masks';
import { createHeads, disposeHeads, type Heads, type LinearReadOut } from '../read-outs/index.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { Answer } from './objectives/objective.js';
import type { DiscoverySettings } from './options.js';
import type { SearchTask } from './search-task.js';
import type { WholeOutputs } from './whole-outputs.js';

/** Through what the answers of masks are read while they are learned. */
export interface Reading {
  /** The new heads of the kept units; undefined where the original one reads them. */
  readonly heads?: Heads | undefined;
  /** The heads that learn to get the tasks from the rest; there when the objective asks for them. */
  readonly restHeads?: Heads | undefined;
  /** The network's own head; there when the objective or the read-out asks for it. */
  readonly original?: OriginalHeadTensors | undefined;
  /** What the whole network answers; there when the objective asks for it. */
  readonly outputs?: WholeOutputs | undefined;
}

/** The weights of a network's own head: `[features, outputs]` and `[outputs]`. */
export interface OriginalHeadTensors {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
}

type Asking = Pick<DiscoverySettings, 'objective' | 'readOut'>;

const asksFor = ({ objective: { reads } }: Pick<Asking, 'objective'>, ...answers: readonly Answer[]) =>
  reads.some((answer) => answers.includes(answer));

/** Whether the objective or the read-out of a search asks for the network's own head. */
export const readsOriginalHead = (asking: Asking): boolean =>
  asking.readOut === 'original-head' || asksFor(asking, 'whole', 'outputsOfWhole', 'outputsOfRest');

/** Whether the objective of a search asks for what the whole network answers. */
export const readsWholeOutputs = (asking: Asking): boolean => asksFor(asking, 'whole', 'outputsOfWhole');

/** All that the objective and the read-out of a search ask for: new heads, and what is known of the network's own. */
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
