import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import { evaluateSubnetworks, fitSubnetworks } from '@dum/experiments';
import { complement, keptUnits, type MaskSet, type Subnetwork } from '@dum/masks';

/** A subnetwork of one task and its complement, each with a read-out of its own; figures are balanced accuracies of one split. */
export interface WithRest {
  readonly task: string;
  readonly units: number;
  readonly unitsByLayer: readonly number[];
  readonly own: number;
  readonly rest: number;
}

/** Everything that measuring takes. */
export interface Measuring {
  readonly network: LayersModel;
  readonly tasks: readonly Task[];
  readonly split: Split;
  /** Passes in which the read-outs of complements are fitted; default 4, as for subnetworks. */
  readonly readOutEpochs?: number;
}

/** What subnetworks do, and what is left when their units go: a read-out is fitted to the complement as to a subnetwork. */
export const measureRest = async (
  { network, tasks, split, readOutEpochs = 4 }: Measuring,
  subnetworks: readonly Subnetwork[],
): Promise<WithRest[]> => {
  const own = await evaluateSubnetworks(network, subnetworks, split);
  const complements = await fitSubnetworks(
    network,
    tasks,
    subnetworks.map(({ masks }) => complement(masks)),
    { readOutEpochs },
  );
  const rest = await evaluateSubnetworks(network, complements, split);
  return subnetworks.map(({ task, masks }, index) => ({
    task,
    units: keptUnits(masks),
    unitsByLayer: masks.layers.map(({ layer }) => keptUnits(masks, layer)),
    own: own[index]!.balancedAccuracy,
    rest: rest[index]!.balancedAccuracy,
  }));
};

/** The same for masks that have no read-out yet, one set a task. */
export const measureMasks = async (measuring: Measuring, masks: readonly MaskSet[]): Promise<WithRest[]> =>
  measureRest(measuring, await fitSubnetworks(measuring.network, measuring.tasks, masks));
