import { DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import { filesKind } from '../_argument-kinds.js';
import type { Dataset } from '../dataset.js';
import { holdTensor } from '../rows/in-memory.js';
import { brandSplit, type Role, type Split } from '../split.js';
import { scalePixelsInto } from './scale-pixels.js';
import { cifar10ImageSize, parseCifar10Batch } from './cifar-10-batch.js';
import type { NamedBytes } from './idx-dataset.js';
import { limited } from './limited.js';
import { checkedPixelRange, type PixelRange } from './pixel-range.js';

/** In the order of the labels. */
const cifar10ClassNames: readonly string[] = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** The shape of one sample of CIFAR-10. */
const sampleShape = [32, 32, 3];

/** A split that is filled batch by batch, so that only one batch of bytes is in memory besides it. */
export interface Cifar10Gatherer<R extends Role> {
  /** The number of samples that are still missing. */
  missing(): number;
  add(batch: NamedBytes): void;
  finish(): Split<R>;
}

/** Starts a split of `count` samples. */
export const gatherCifar10 = <R extends Role>(role: R, count: number, pixelRange: PixelRange): Cifar10Gatherer<R> => {
  const x = new Float32Array(count * cifar10ImageSize);
  const y = new Uint16Array(count);
  let filled = 0;
  return {
    missing: () => count - filled,
    add({ name, bytes }) {
      const { labels, pixels } = parseCifar10Batch(bytes, { name });
      const taken = Math.min(labels.length, count - filled);
      y.set(labels.subarray(0, taken), filled);
      scalePixelsInto(x, filled * cifar10ImageSize, pixels.subarray(0, taken * cifar10ImageSize), pixelRange);
      filled += taken;
    },
    finish: () => brandSplit(role, { source: holdTensor(x, sampleShape), y }),
  };
};

/** A data set of two gathered splits. */
export const cifar10Of = (range: PixelRange, train: Split<'train'>, test: Split<'test'>): Dataset => ({
  name: 'cifar-10',
  sampleShape,
  range,
  classNames: cifar10ClassNames,
  train,
  test,
});

/** The batches of {@link cifar10Dataset}, and options. */
export interface Cifar10Files {
  /** Batches of the training split, in order. */
  readonly train: readonly NamedBytes[];
  /** Batches of the test split, in order. */
  readonly test: readonly NamedBytes[];
  /** Keep only this many samples of each split, from the first. */
  readonly limit?: number;
  /** The values of pixels 0 and 255; [0, 1] by default. */
  readonly pixelRange?: PixelRange;
}

/**
 * Creates CIFAR-10 from the bytes of its binary batches: samples are `[32, 32, 3]`, labels 0 to 9 from airplane to truck.
 *
 * All 60,000 samples take 737 MB as numbers, so give a `limit` if fewer suffice. In Node, `loadCifar10` of `@dum/datasets/node` reads and
 * verifies the files.
 *
 * @throws DumError 'bad-input' for what `parseCifar10Batch` refuses, and when a split has no batch.
 *
 * @example
 * const cifar = cifar10Dataset({ train: [{ name: 'data_batch_1.bin', bytes }], test: [{ name: 'test_batch.bin', bytes: others }] });
 */
export const cifar10Dataset = (files: Cifar10Files): Dataset => {
  requireKnownOptions('cifar10Dataset', files, ['train', 'test', 'limit', 'pixelRange']);
  const { train, test, limit, pixelRange } = files;
  requireOptions('cifar10Dataset', { train, test }, { train: filesKind, test: filesKind });
  const range = checkedPixelRange('cifar10Dataset', pixelRange);
  const gather = <R extends Role>(role: R, batches: readonly NamedBytes[]): Split<R> => {
    if (batches.length === 0) throw new DumError('bad-input', `cifar10Dataset: ${role} has no batch; expected at least one`);
    const samples = batches.reduce((sum, { bytes }) => sum + Math.floor(bytes.length / (cifar10ImageSize + 1)), 0);
    const gathered = gatherCifar10(role, limited('cifar10Dataset', samples, limit), range);
    for (const batch of batches) gathered.add(batch);
    return gathered.finish();
  };
  return cifar10Of(range, gather('train', train), gather('test', test));
};
