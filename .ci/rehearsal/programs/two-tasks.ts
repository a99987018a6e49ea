import { eye, tensor2d, train, zeros } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { GumbelSigmoidMask, readMasks } from '@dum/masks';
import { keptIndices, type MaskSet } from '@dum/masks/mask-set';
import { coverage, iou } from '@dum/masks/overlap';

const units = 12;
const rows = 1024;

const signs = (row: number): readonly number[] =>
  Array.from({ length: units }, (_, unit) => ((((row * 2053 + 7) % 4096) >> unit) % 2 === 0 ? 1 : -1));

const learnMajorityOf = async (informative: readonly number[]): Promise<MaskSet> => {
  const samples = Array.from({ length: rows }, (_, row) => signs(row));
  const labels = samples.map((sample) => (informative.reduce((sum, unit) => sum + (sample[unit] ?? 0), 0) > 0 ? [1, 0] : [0, 1]));
  const frozen = layers.dense({ units, inputShape: [units], trainable: false, name: 'frozen' });
  const network = sequential();
  network.add(frozen);
  network.add(new GumbelSigmoidMask({ alpha: 1e-3 }));
  network.add(layers.dense({ units: 2, activation: 'softmax' }));
  frozen.setWeights([eye(units), zeros([units])]);
  network.compile({ optimizer: train.adam(0.05), loss: 'categoricalCrossentropy' });
  await network.fit(tensor2d(samples.map((sample) => [...sample])), tensor2d(labels), { epochs: 40, batchSize: 64, verbose: 0 });
  return readMasks(network, { fingerprint: '0'.repeat(64) });
};

const keptIn = (masks: MaskSet): readonly number[] => masks.layers.flatMap(keptIndices);

/** Twelve frozen units, two tasks: the majority of units 0, 1, 2, and that of 2, 3, 4; the others are noise. */
export const learnTwoTasks = async () => {
  const [first, second] = [await learnMajorityOf([0, 1, 2]), await learnMajorityOf([2, 3, 4])];
  return { first: keptIn(first), second: keptIn(second), iou: iou(first, second), coverage: coverage(first, second) };
};
