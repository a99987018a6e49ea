import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, TrainSplit } from '@dum/datasets';
import { DumError, requireKnownOptions } from '@dum/errors';
import { complement, type Subnetwork } from '@dum/masks/mask-set';
import { evaluateNetwork } from '../metrics/evaluate-network.js';
import { createBodyLike } from '../masked/masked-body.js';
import { effectsOf, type Masking, requireNormalization } from '../masked/mask-effects.js';
import { normalizeMasks } from '../masked/re-estimate.js';
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

/** Options of {@link ablateSubnetworks}. */
export interface AblationOptions {
  /** The training samples; only needed for subnetworks with re-estimated statistics. */
  readonly train?: TrainSplit;
}

const who = 'ablateSubnetworks';

/**
 * Measures what a network with its original head loses when the units of a subnetwork are set to 0.
 *
 * For subnetworks with re-estimated statistics, those of the network without their units are re-estimated too, on the samples of `train`.
 * Where the dropped units of subnetworks become means, their own units become means. Where they become learned constants, it is refused.
 * A subnetwork whose removal harms only its own class serves that class; one whose removal harms all classes is of general use. If the
 * complement still answers with the original head, it does not need the subnetwork. Throws as `evaluateNetwork` does, and for masks of
 * another network.
 */
export const ablateSubnetworks = async (
  network: LayersModel,
  subnetworks: readonly Pick<Subnetwork, 'task' | 'masks' | 'normalization' | 'dropped'>[],
  split: Split,
  classNames: readonly string[],
  options: AblationOptions = {},
): Promise<Ablation> => {
  requireKnownOptions(who, options, ['train']);
  await requireSameNetwork(who, network, subnetworks);
  const maskings = await complementsOf(network, subnetworks, options);
  const whole = await evaluateNetwork(network, split, classNames);
  const without: ClassificationMetrics[] = [];
  for (const masking of maskings) without.push(await withMasks(network, masking, (masked) => evaluateNetwork(masked, split, classNames)));
  const recallsOf = (metrics: ClassificationMetrics) => perClassMetrics(metrics, classNames).map(({ recall }) => recall);
  const recalls = recallsOf(whole);
  return {
    whole,
    without,
    recallLost: without.map((each) => recallsOf(each).map((recall, index) => recalls[index]! - recall)),
  };
};

/** The complements of subnetworks, with their means, and statistics that are re-estimated under them where those of the subnetworks are. */
const complementsOf = async (
  network: LayersModel,
  subnetworks: readonly Pick<Subnetwork, 'task' | 'masks' | 'normalization' | 'dropped'>[],
  { train }: AblationOptions,
): Promise<Masking[]> => {
  const { normalization, dropped } = effectsOf(who, subnetworks);
  if (dropped === 'constant') {
    throw new DumError(
      'bad-input',
      `${who}: dropped units of "${subnetworks[0]!.task}" become constants that were learned for its task; fit the masks with dropped: 'mean' or 'zero' first, with fitSubnetworks`,
    );
  }
  const complements = subnetworks.map(({ masks, dropped: means }): Masking => {
    const others = complement(masks);
    return means === undefined ? { masks: others } : { masks: others, dropped: means };
  });
  const [first] = complements;
  if (first === undefined || normalization === 'frozen') return complements;
  if (train === undefined) {
    throw new DumError(
      'bad-input',
      `${who}: "${subnetworks[0]!.task}" has re-estimated statistics, so those without its units must be estimated; give the training samples as { train }`,
    );
  }
  const body = createBodyLike(network, complements.length, first.masks, { constants: dropped !== 'zero' });
  try {
    requireNormalization(who, normalization, body);
    return [...(await normalizeMasks(body, complements, normalization, await body.activate(train, { memory: 0 })))];
  } finally {
    body.dispose();
  }
};
