import { keptUnits, type Subnetwork } from '@dum/masks/mask-set';
import { textKey } from '@dum/masks/noise';
import { maskBody } from '../masked/masked-body.js';
import { writeMaskings } from '../masked/re-estimate.js';
import { createReaders, readerLogits } from '../read-outs/index.js';
import type { GroupSearch, SearchTask } from '../search/index.js';
import { softmaxLoss } from '../optimization/softmax-loss.js';
import { classificationMetrics } from '../metrics/classification-metrics.js';
import { standardErrorOf } from './knee.js';
import type { AlphaPoint } from './alpha-point.js';

/** Measures each subnetwork on the validation split of a search. */
export const measureOnValidation = async (
  { network, body: frozen, activations: { validation } }: GroupSearch,
  tasks: readonly SearchTask[],
  subnetworks: readonly Subnetwork[],
  alpha: number,
): Promise<AlphaPoint[]> => {
  const body = maskBody(frozen, {
    taskSeeds: tasks.map(({ name }) => textKey(name)),
    mask: { constants: subnetworks.some(({ dropped }) => dropped !== undefined) },
  });
  try {
    writeMaskings(body, subnetworks);
    const outputs = await readerLogits(body, validation, await createReaders('alphaPath', network, body.features, subnetworks));
    return outputs.map((logits, index) => {
      const { classNames, classWeights, validation: split } = tasks[index]!;
      const { balancedAccuracy, accuracy, confusion } = classificationMetrics(logits, split.y, classNames);
      const subnetwork = subnetworks[index]!;
      return {
        alpha,
        keptUnits: keptUnits(subnetwork.masks),
        validationLoss: lossOf(logits, { y: split.y, classWeights }),
        balancedAccuracy,
        standardError: standardErrorOf(confusion),
        accuracy,
        subnetwork,
      };
    });
  } finally {
    body.dispose();
  }
};

/** The cross-entropy of logits `[samples, classes]`. */
const lossOf = (logits: Float32Array, labels: Parameters<typeof softmaxLoss>[1]): number => {
  const count = labels.y.length;
  const classes = logits.length / count;
  const columns = Float32Array.from(logits, (_, at) => logits[(at % count) * classes + Math.floor(at / count)]!);
  return softmaxLoss(
    columns,
    labels,
    Uint32Array.from({ length: count }, (_, at) => at),
  );
};
