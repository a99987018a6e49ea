import type { LayersModel } from '@tensorflow/tfjs-layers';
import { balancedClassWeights, type Dataset, relabel, type TaskData } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { type FineTuning, fineTuneNetwork } from '@dum/experiments';
import type { Subnetwork } from '@dum/masks/mask-set';
import type { Session } from '../session/session.js';
import { percent } from '../text/figures.js';
import { wrap } from '../text/wrap.js';

/** The settings for fine-tuning an extracted network. */
export interface FineTuningSettings {
  readonly epochs: number;
  readonly learningRate?: number;
  /** The training samples, and those that the network has not seen. */
  readonly split: Pick<TaskData, 'train' | 'validation'>;
}

/** Throws `bad-input` for a subnetwork without a linear probe to train. */
export const requireNewHeads = (subnetworks: readonly Subnetwork[]): void => {
  const other = subnetworks.find(({ readOut }) => readOut.kind === 'original-head');
  if (other === undefined) return;
  throw new DumError(
    'bad-input',
    `--fine-tune trains a linear probe for the task, and "${other.task}" was found with the head of the network; search it with --read-out new-head`,
  );
};

/** Fine-tunes an extracted network on its task, with classes balanced as in the search; the validation split chooses the epoch. */
export const fineTune = async (
  session: Session,
  network: LayersModel,
  { task, classOf, readOut: { classNames } }: Subnetwork,
  data: Dataset,
  { epochs, learningRate, split }: FineTuningSettings,
): Promise<FineTuning> => {
  const { seed, signal } = session;
  const train = relabel(split.train, classOf);
  const classWeights = balancedClassWeights(train.y, classNames.length);
  const training = { train, validation: relabel(split.validation, classOf), classNames, classWeights, range: data.range };
  const { result } = await session.phase(
    `fine-tune "${task}"`,
    (update) =>
      fineTuneNetwork(network, training, {
        epochs,
        ...(learningRate === undefined ? {} : { learningRate }),
        seed,
        signal,
        onProgress: ({ step, steps, epoch }) => update(step / steps, `epoch ${epoch} of ${epochs}`),
      }),
    ({ validationBalancedAccuracy: { before, after } }) => `balanced validation accuracy ${percent(before)} → ${percent(after)}`,
  );
  return result;
};

/** Describes the result of a fine-tuning in a sentence or two; `test` has the figures of the fine-tuned network. */
export const fineTuningNote = (
  { epoch, validationAccuracy, validationBalancedAccuracy, records }: FineTuning,
  test: { readonly accuracy: number; readonly balancedAccuracy: number } | undefined,
): string => {
  const [accuracy, balanced] = [validationAccuracy, validationBalancedAccuracy].map(
    ({ before, after }) => `${percent(before)} → ${percent(after)}`,
  );
  return wrap(
    epoch === 0
      ? `Fine-tuning did not change it: none of ${records.length} epochs had a better balanced accuracy than ${percent(validationBalancedAccuracy.before)} on the validation split.`
      : `Fine-tuned: balanced accuracy ${balanced} and accuracy ${accuracy} on the validation split, with the weights of epoch ${epoch} of ${records.length}; ${percent(test?.balancedAccuracy)} and ${percent(test?.accuracy)} on the test split. All figures above are from before fine-tuning.`,
  );
};
