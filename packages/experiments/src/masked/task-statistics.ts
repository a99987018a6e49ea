import { dispose, type Tensor, tensor1d, type Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { placeStatistics } from '@dum/masks';
import type { ReEstimated } from '@dum/masks/mask-set';

/** The statistics of batch normalizations by task, for a network that tasks share. */
export interface TaskStatistics {
  /** Whether any task has its own. */
  readonly differ: boolean;
  /** Sets the statistics of each task; undefined where it uses the network's own. */
  write(perTask: readonly (ReEstimated | undefined)[]): void;
  /** Calls a synchronous function while the network has the statistics of one task. */
  with<Result>(task: number, use: () => Result): Result;
  dispose(): void;
}

interface Held {
  readonly variable: Variable;
  readonly value: Tensor;
}

/** Creates statistics by task; at first every task uses the network's own. */
export const createTaskStatistics = (network: LayersModel): TaskStatistics => {
  let held: (readonly Held[])[] = [];
  const clear = () => dispose(held.flat().map(({ value }) => value));
  return {
    get differ() {
      return held.some((ofTask) => ofTask.length > 0);
    },
    write(perTask) {
      const placed = perTask.map((ofTask) => (ofTask === undefined ? [] : placeStatistics(network, ofTask)));
      clear();
      held = placed.map((ofTask) =>
        ofTask.flatMap(({ mean, variance, values }) => [
          { variable: mean.read() as Variable, value: tensor1d(values.mean.slice()) },
          { variable: variance.read() as Variable, value: tensor1d(values.variance.slice()) },
        ]),
      );
    },
    with(task, use) {
      const own = held[task] ?? [];
      const before = own.map(({ variable }) => variable.clone());
      for (const { variable, value } of own) variable.assign(value);
      try {
        return use();
      } finally {
        for (const [at, { variable }] of own.entries()) variable.assign(before[at]!);
        dispose(before);
      }
    },
    dispose: clear,
  };
};
