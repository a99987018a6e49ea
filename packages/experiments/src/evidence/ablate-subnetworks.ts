import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split } from '@dum/datasets';
import { complement, type Subnetwork } from '@dum/masks/mask-set';
import { evaluateNetwork } from '../metrics/evaluate-network.js';
import { requireSameNetwork } from '../masked/require-same-network.js';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import { perClassMetrics } from '../metrics/per-class-metrics.js';
import { withMasks } from '../masked/with-masks.js';

/** The network with its original head, whole and without the units of each subnetwork. */
export interface Ablation {
  readonly whole: ClassificationMetrics;
  /** Without the units of each subnetwork, in order. */
  readonly without: readonly ClassificationMetrics[];
  /**
   * The recall that each class of the network loses without the units of a subnetwork, `recallLost[subnetwork][class]`; negative where it
   * gains.
   */
  readonly recallLost: readonly (readonly number[])[];
}

/**
 * Measures what a network with its original head loses when the units of a subnetwork are set to 0.
 *
 * A subnetwork whose removal harms only its own class serves that class; one whose removal harms all classes is of general use. If the
 * complement still answers with the original head, it does not need the subnetwork. Throws as `evaluateNetwork` does, and for masks of
 * another network.
 */
export const ablateSubnetworks = async (
  network: LayersModel,
  subnetworks: readonly Pick<Subnetwork, 'task' | 'masks'>[],
  split: Split,
  classNames: readonly string[],
): Promise<Ablation> => {
  await requireSameNetwork('ablateSubnetworks', network, subnetworks);
  const whole = await evaluateNetwork(network, split, classNames);
  const without: ClassificationMetrics[] = [];
  for (const { masks } of subnetworks) {
    without.push(await withMasks(network, complement(masks), (masked) => evaluateNetwork(masked, split, classNames)));
  }
  const recallsOf = (metrics: ClassificationMetrics) => perClassMetrics(metrics, classNames).map(({ recall }) => recall);
  const recalls = recallsOf(whole);
  return {
    whole,
    without,
    recallLost: without.map((each) => recallsOf(each).map((recall, index) => recalls[index]! - recall)),
  };
};
