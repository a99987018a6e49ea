import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split } from '@dum/datasets';
import type { Subnetwork } from '@dum/masks/mask-set';
import { evaluateWholeNetwork } from '../metrics/evaluate-network.js';
import { requireSameNetwork } from '../masked/require-same-network.js';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import { withMasks } from '../masked/with-masks.js';

/**
 * Evaluates each subnetwork on its task with the original head instead of its linear probe.
 *
 * The answer is the task's class of the class that the masked network predicts, as in `evaluateWholeNetwork`, so no weight is fitted to the
 * masked features. Throws as that does, and for masks of another network.
 */
export const evaluateWithOriginalHead = async (
  network: LayersModel,
  subnetworks: readonly Subnetwork[],
  split: Split,
): Promise<ClassificationMetrics[]> => {
  await requireSameNetwork('evaluateWithOriginalHead', network, subnetworks);
  const found: ClassificationMetrics[] = [];
  for (const subnetwork of subnetworks) {
    const {
      readOut: { classNames },
      classOf,
    } = subnetwork;
    const [metrics] = await withMasks(network, subnetwork, (masked) => evaluateWholeNetwork(masked, [{ classNames, classOf }], split));
    found.push(metrics!);
  }
  return found;
};
