import type { Samples } from '../networks/input-rows.js';
import { defaultMemory, type FrozenActivations, type HoldOptions } from './frozen-activations.js';
import type { FrozenBody } from './frozen-body.js';

/**
 * Computes the activations of training samples and of others, within one memory limit.
 *
 * The others are stored only where those of the training samples are: alone they would take the memory and save little.
 */
export const activateBoth = async (
  body: Pick<FrozenBody, 'activate'>,
  [train, others]: readonly [Samples, Samples],
  { memory = defaultMemory, allocate }: HoldOptions,
): Promise<readonly [FrozenActivations, FrozenActivations]> => {
  const first = await body.activate(train, { memory, allocate });
  const left = first.held === undefined ? 0 : Math.max(0, memory - megabytes(first.held.values));
  return [first, await body.activate(others, { memory: left, allocate })];
};

const megabytes = (values: readonly Float32Array[]): number => values.reduce((bytes, { byteLength }) => bytes + byteLength, 0) / 2 ** 20;
