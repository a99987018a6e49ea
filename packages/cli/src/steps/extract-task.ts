import { type Tensor, tensor, util } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, relabel, type TestSplit } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { describeInput, evaluateNetwork, evaluateSubnetworks, evaluateWholeNetwork, type FineTuning, inputOf } from '@dum/experiments';
import { type Certificate, extractSubnetwork, fingerprintNetwork } from '@dum/masks';
import type { Subnetwork } from '@dum/masks/mask-set';
import type { NetworkInput } from '@dum/runs';
import { keepChannels, type KeptChannels } from '../data/keep-channels.js';
import { requireSameClasses } from '../data/require-same-classes.js';
import type { Session } from '../session/session.js';
import { fineTune, type FineTuningSettings } from './fine-tune.js';
import { type Latency, measureLatency } from './latency.js';

/** The figures of a network on the test split. */
interface Answers {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
}

interface TestAnswers {
  readonly samples: number;
  readonly extracted: Answers;
  readonly masked: Answers;
  readonly fineTuned?: Answers;
}

/** An extracted subnetwork and its measurements. */
export interface ExtractedTask {
  /** The name of the task. */
  readonly task: string;
  readonly network: LayersModel;
  readonly fingerprint: string;
  /** Whether it computes the same as the masked network. */
  readonly same: boolean;
  readonly certificate: Certificate;
  /** For each input, the channels of its last axis that the network takes. */
  readonly inputs: readonly (readonly number[])[];
  readonly latency: readonly Latency[];
  /** Figures of all test samples: the extracted network, the masked network, and the fine-tuned one; undefined without data. */
  readonly test: TestAnswers | undefined;
  readonly fineTuning: FineTuning | undefined;
}

/** The settings of an extraction. */
export interface ExtractionSettings {
  readonly data?: Dataset | undefined;
  readonly dropInputs: boolean;
  readonly fineTuning: FineTuningSettings | undefined;
}

/** The largest difference, relative to the largest output, at which two networks count as the same. */
export const tolerance = 1e-5;

/** The number of real samples that the two networks are compared on. */
const realSamples = 256;

/** Extracts the subnetwork of a task, compares it with the masked network, times both, and fine-tunes it if requested. */
export const extractTask = async (
  session: Session,
  network: LayersModel,
  subnetwork: Subnetwork,
  { data, dropInputs, fineTuning: tuning }: ExtractionSettings,
): Promise<ExtractedTask> => {
  const { task, classOf, readOut } = subnetwork;
  const ownHead = readOut.kind === 'original-head';
  const x = data === undefined ? undefined : await realInput(network, data);
  const { result } = await session.phase(
    `extract "${task}"`,
    () => extractSubnetwork(network, subnetwork, { seed: session.seed, dropInputs, ...(x === undefined ? {} : { x }) }),
    ({ certificate: { units } }) => `${units.after} of ${units.before} units`,
  );
  x?.dispose();
  const { network: extracted, certificate, inputs } = result;
  const shape = extracted.inputs[0]!.shape.slice(1) as number[];
  const kept = { channels: inputs[0]!, of: network.inputs[0]!.shape.at(-1)! };
  const described = inputOf(network) ?? inputOfData(data);
  if (described !== undefined) {
    const takesAll = kept.channels.length === kept.of;
    describeInput(extracted, {
      ...described,
      ...(takesAll ? {} : { shape }),
      ...(ownHead ? {} : { classNames: readOut.classNames, classOf }),
    });
  }
  const { result: latency } = await session.phase(`time "${task}"`, async () => [
    await measureLatency(session.io.now, network, extracted, 256, session.signal),
    await measureLatency(session.io.now, network, extracted, 1, session.signal),
  ]);
  const same = isSame(certificate);
  const split = data === undefined ? undefined : testSplit(subnetwork, data, kept);
  const answers = async () => (split === undefined ? undefined : answersOf(await evaluateExtracted(extracted, subnetwork, split)));
  const before = await answers();
  const fineTuning =
    same && data !== undefined && tuning !== undefined
      ? await fineTune(session, extracted, subnetwork, data, { ...tuning, split: keptSplit(tuning.split, kept) })
      : undefined;
  const [masked] = data === undefined ? [] : await evaluateSubnetworks(network, [subnetwork], data.test);
  const test =
    before === undefined || masked === undefined
      ? undefined
      : {
          samples: masked.count,
          extracted: before,
          masked: answersOf(masked),
          ...(fineTuning === undefined ? {} : { fineTuned: (await answers())! }),
        };
  return {
    task,
    network: extracted,
    fingerprint: await fingerprintNetwork(extracted),
    same,
    certificate,
    inputs,
    latency,
    test,
    fineTuning,
  };
};

/** What data say of the input of a network that was trained elsewhere; undefined without data. */
const inputOfData = (data: Dataset | undefined): NetworkInput | undefined =>
  data && { range: data.range, shape: data.sampleShape, classNames: data.classNames, table: data.preparation };

/** The summary of an extraction. */
export const extractionOf = (
  { task, fingerprint, same, certificate, inputs, latency, test, fineTuning }: ExtractedTask,
  dropInputs: boolean,
) => ({
  task,
  network: { fingerprint },
  same,
  certificate,
  ...(dropInputs ? { inputs } : {}),
  latency,
  ...(test === undefined ? {} : { test }),
  ...(fineTuning === undefined ? {} : { fineTuning }),
});

const keptSplit = ({ train, validation }: FineTuningSettings['split'], kept: KeptChannels) => ({
  train: keepChannels(train, kept),
  validation: keepChannels(validation, kept),
});

const isSame = ({ logits, outputs }: Certificate): boolean =>
  [outputs, ...(logits === undefined ? [] : [logits])].every(({ difference, largest }) => difference <= tolerance * largest);

/** The test samples with the channels that an extracted network reads. */
const testSplit = (subnetwork: Subnetwork, data: Dataset, kept: KeptChannels): TestSplit => {
  requireSameClasses(`task "${subnetwork.task}" was found`, subnetwork, data);
  return keepChannels(data.test, kept);
};

/** Evaluates an extracted network on its task: by its outputs, or, with the original head, by their sums over the classes of each class. */
const evaluateExtracted = async (
  extracted: LayersModel,
  { classOf, readOut: { kind, classNames } }: Subnetwork,
  split: TestSplit,
): Promise<Answers> =>
  kind === 'original-head'
    ? (await evaluateWholeNetwork(extracted, [{ classNames, classOf }], split, { summed: true }))[0]!
    : evaluateNetwork(extracted, relabel(split, classOf), classNames);

const answersOf = ({ accuracy, balancedAccuracy }: Answers): Answers => ({ accuracy, balancedAccuracy });

/** Test samples as the network's input. */
const realInput = async (network: LayersModel, { test, sampleShape, name }: Dataset): Promise<Tensor> => {
  const count = Math.min(realSamples, test.count);
  const shape = network.inputs[0]!.shape.slice(1) as number[];
  if (network.inputs.length === 1 && util.sizeFromShape(shape) === util.sizeFromShape([...sampleShape])) {
    const rows = await test.source.rows(Array.from({ length: count }, (_, row) => row));
    return tensor(rows as Float32Array, [count, ...shape]);
  }
  throw new DumError(
    'bad-input',
    `the network takes samples of shape [${shape.join(', ')}]; "${name}" has [${sampleShape.join(', ')}]; give the data that it was trained on`,
  );
};
