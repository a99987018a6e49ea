import { tensor, tidy } from '@tensorflow/tfjs-core';
import { absentClass, type Probes, type LinearReadOut, readProbes } from '../read-outs/index.js';
import { writeMaskValues } from '../masked/mask-values.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { SearchReadOuts } from './search-read-outs.js';
import type { SearchTask } from './search-task.js';

const probesOf = ({ probes, complementProbes }: SearchReadOuts): Probes[] =>
  [probes, complementProbes].filter((each) => each !== undefined);

/** Reads the current linear probes of each task. */
export const readTaskProbes = async (searchReadOuts: SearchReadOuts, tasks: readonly SearchTask[]): Promise<LinearReadOut[][]> => {
  const all = await Promise.all(probesOf(searchReadOuts).map(readProbes));
  return tasks.map((_, task) => all.map((ofKind) => ofKind[task]!));
};

/** Writes the starting states of tasks into masks and linear probes, if all tasks have one. */
export const applyWarmStarts = (body: MaskedBody, searchReadOuts: SearchReadOuts, tasks: readonly SearchTask[]): void => {
  const starts = tasks.flatMap(({ start }) => (start === undefined ? [] : [start]));
  if (starts.length < tasks.length) return;
  writeMaskValues(
    body,
    starts.map(({ logits }) => logits),
  );
  for (const [kind, probes] of probesOf(searchReadOuts).entries())
    writeProbes(
      probes,
      starts.map((start) => start.probes[kind]!),
    );
};

/**
 * Writes linear probes that were padded to another number of classes, in a group with another widest task; their own classes come first.
 */
const writeProbes = ({ kernel, bias }: Probes, weights: readonly LinearReadOut[]): void => {
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
