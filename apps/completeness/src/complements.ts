import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import { evaluateSubnetworks, fitSubnetworks } from '@dum/experiments';
import { complement, keptUnits, type MaskSet, type Subnetwork } from '@dum/masks';

/** A subnetwork of one task and its complement, each with its own linear probe; figures are balanced accuracies of one split. */
export interface WithComplement {
  readonly task: string;
  readonly units: number;
  readonly unitsByLayer: readonly number[];
  readonly own: number;
  readonly complement: number;
}

/** The network, tasks and split of a measurement. */
export interface Measuring {
  readonly network: LayersModel;
  readonly tasks: readonly Task[];
  readonly split: Split;
  /** Passes that fit the linear probes of complements; default 4, as for subnetworks. */
  readonly readOutEpochs?: number;
}

/** Measures subnetworks and their complements; a linear probe is fitted to each complement as to a subnetwork. */
export const measureComplements = async (
  { network, tasks, split, readOutEpochs = 4 }: Measuring,
  subnetworks: readonly Subnetwork[],
): Promise<WithComplement[]> => {
  const own = await evaluateSubnetworks(network, subnetworks, split);
  const fitted = await fitSubnetworks(
    network,
    tasks,
    subnetworks.map(({ masks }) => complement(masks)),
    { readOutEpochs },
  );
  const complements = await evaluateSubnetworks(network, fitted, split);
  return subnetworks.map(({ task, masks }, index) => ({
    task,
    units: keptUnits(masks),
    unitsByLayer: masks.layers.map(({ layer }) => keptUnits(masks, layer)),
    own: own[index]!.balancedAccuracy,
    complement: complements[index]!.balancedAccuracy,
  }));
};

/** Measures masks that have no read-out yet, one mask set for each task. */
export const measureMasks = async (measuring: Measuring, masks: readonly MaskSet[]): Promise<WithComplement[]> =>
  measureComplements(measuring, await fitSubnetworks(measuring.network, measuring.tasks, masks));
