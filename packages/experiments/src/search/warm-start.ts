import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Discovery } from './discovery.js';
import { absentClass, type Heads, readHeads } from '../read-outs/index.js';
import { writeMaskValues } from '../masked/mask-values.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { Reading } from './reading.js';
import type { SearchTask } from './search-task.js';
import type { HeadWeights } from './task-start.js';

/** A task that was searched: its result, and the linear probes learned with its masks. */
export interface SearchedTask {
  readonly discovery: Discovery;
  readonly heads: readonly HeadWeights[];
}

const headsOf = ({ heads, restHeads }: Reading): Heads[] => [heads, restHeads].filter((each) => each !== undefined);

/** Reads the current linear probes of each task. */
export const readTaskHeads = async (reading: Reading, tasks: readonly SearchTask[]): Promise<HeadWeights[][]> => {
  const all = await Promise.all(headsOf(reading).map(readHeads));
  return tasks.map((_, task) => all.map((ofKind) => ofKind[task]!));
};

/** Writes the starting states of tasks into masks and linear probes, if all tasks have one. */
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

/**
 * Writes linear probes that were padded to another number of classes, in a group with another widest task; their own classes come first.
 */
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
