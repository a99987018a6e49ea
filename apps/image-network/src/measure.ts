import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import { balancedAccuracyInterval, type ClassificationMetrics, evaluateSubnetworks, gatherEvidence, type Interval } from '@dum/experiments';
import { keptUnits, totalUnits } from '@dum/masks';
import type { FoundSubnetworks } from './find-subnetworks.js';
import type { Settings } from './settings.js';

/** A balanced accuracy, and its 95 % interval over the samples. */
export interface Figure extends Interval {
  readonly balancedAccuracy: number;
}

/** The figures of one task. */
export interface TaskFigures {
  readonly task: string;
  /** The samples that the question is to be answered with yes for, and all. */
  readonly samples: { readonly yes: number; readonly all: number };
  readonly keptChannels: number;
  readonly maskedChannels: number;
  readonly learned: Figure;
  /** A linear probe on all channels. */
  readonly whole: Figure;
  /** Random masks with as many channels in each layer. */
  readonly random: { readonly mean: number; readonly least: number; readonly greatest: number; readonly draws: number };
  /** The channels of the highest iterative Taylor scores, as many in all. */
  readonly taylor: Figure;
  /** What the learned mask drops. */
  readonly complement: Figure;
}

/** Measures the learned masks of each task on a split, beside masks of the same size and the complement, each with its own probe. */
export const measure = async (
  network: LayersModel,
  tasks: readonly Task[],
  { learned, taylor }: FoundSubnetworks,
  split: Split,
  { draws, batchSize, readOutEpochs, seed }: Settings,
): Promise<TaskFigures[]> => {
  const found = learned.map((subnetwork, at) => ({ subnetwork, task: tasks[at]! }));
  const evidence = await gatherEvidence(network, found, split, { draws, batchSize, readOutEpochs, seed });
  const ofTaylor = await evaluateSubnetworks(network, taylor, split);
  return evidence.map(({ task, found: own, allUnits, random, complement }, at): TaskFigures => {
    const { masks } = learned[at]!;
    const [no, yes] = own.metrics.confusion.map((row) => row.reduce((sum, count) => sum + count, 0)) as [number, number];
    return {
      task,
      samples: { yes, all: no + yes },
      keptChannels: keptUnits(masks),
      maskedChannels: totalUnits(masks),
      learned: figure(own.metrics),
      whole: figure(allUnits.metrics),
      random: { mean: random.mean, least: random.drawn[0]!, greatest: random.drawn.at(-1)!, draws },
      taylor: figure(ofTaylor[at]!),
      complement: figure(complement.metrics),
    };
  });
};

const figure = (metrics: ClassificationMetrics): Figure => ({
  balancedAccuracy: metrics.balancedAccuracy,
  ...balancedAccuracyInterval(metrics),
});
