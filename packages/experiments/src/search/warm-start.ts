import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Discovery } from './discovery.js';
import { absentClass, type Heads, readHeads } from '../read-outs/index.js';
import { writeMaskValues } from '../masked/mask-values.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { Reading } from './reading.js';
import type { SearchTask } from './search-task.js';
import type { HeadWeights } from './task-start.js';

/** A task that was searched: what came of it, and its heads as they were learned with its masks. */
export interface SearchedTask {
  readonly discovery: Discovery;
  readonly heads: readonly HeadWeights[];
}

const headsOf = ({ heads, restHeads }: Reading): Heads[] => [heads, restHeads].filter((each) => each !== undefined);

/** The heads of each task as they are now. */
export const readTaskHeads = async (reading: Reading, tasks: readonly SearchTask[]): Promise<HeadWeights[][]> => {
  const all = await Promise.all(headsOf(reading).map(readHeads));
  return tasks.map((_, task) => all.map((ofKind) => ofKind[task]!));
};

/** Lets masks and heads be what their tasks go on from; nothing is done unless all of them go on from something. */
export const applyWarmStarts = (body: MaskedBody, reading: Reading, tasks: readonly SearchTask[]): void => {
  const starts = tasks.flatMap(({ start }) => (start === undefined ? [] : [start]));
  if (starts.length < tasks.length) return;
  writeMaskValues(
    body,
    starts.map(({ logits }) => logits),
  );
  for (const [kind, heads] of headsOf(reading).entries())
    writeHeads(
      heads,
      starts.map((start) => start.heads[kind]!),
    );
};

/** Heads of fewer or more classes than there are now come from a group whose widest task was another; their own classes are first. */
const writeHeads = ({ kernel, bias }: Heads, weights: readonly HeadWeights[]): void => {
  const [, features, width] = kernel.shape as [number, number, number];
  const fitted = (values: Float32Array, rows: number, padding: number) => {
    const old = values.length / rows;
    return Array.from({ length: rows * width }, (_, at) =>
      at % width < old ? values[Math.floor(at / width) * old + (at % width)]! : padding,
    );
  };
  tidy(() => {
    kernel.assign(
      tensor(
        weights.flatMap((each) => fitted(each.kernel, features, 0)),
        kernel.shape,
      ),
    );
    bias.assign(
      tensor(
        weights.flatMap((each) => fitted(each.bias, 1, absentClass)),
        bias.shape,
      ),
    );
  });
};
