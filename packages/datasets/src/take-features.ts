import { arrayOf, DumError, requireOptions } from '@dum/errors';
import { sizeOf } from './_shape.js';
import { hashWords } from './rows/hash-words.js';
import { holdTensor } from './rows/in-memory.js';
import { isParts, type Rows, type RowSource } from './rows/row-source.js';
import { subset } from './rows/subset.js';
import { brandSplit, type Role, requireSplit, type Split } from './split.js';

/**
 * Selects values of each sample, in the given order, for a network that was extracted without its other inputs.
 *
 * Samples are flattened, and a feature is a position in the flat sample. The given split is unchanged. Samples in memory are copied; others
 * are selected from when they are read.
 *
 * @throws DumError 'bad-input' for no feature, for one that is not a position in a sample, and for samples of several parts.
 *
 * @example
 * const { network, inputs } = await extractSubnetwork(whole, subnetwork, { dropInputs: true });
 * await evaluateNetwork(network, takeFeatures(mnist.test, inputs[0]), mnist.classNames);
 */
export const takeFeatures = <R extends Role>(split: Split<R>, features: readonly number[]): Split<R> => {
  const { role, source, y, sampleShape } = requireSplit(split, 'takeFeatures');
  requireOptions('takeFeatures', { features }, { features: arrayOf('a list of places of features, such as [0, 1]') });
  if (isParts(sampleShape))
    throw new DumError(
      'bad-input',
      `takeFeatures: a sample has the parts ${Object.keys(sampleShape).join(', ')}; expected samples of one tensor`,
    );
  const width = sizeOf(sampleShape);
  if (features.length === 0) throw new DumError('bad-input', 'takeFeatures: no feature was given; expected at least one');
  const unknown = features.find((feature) => !Number.isInteger(feature) || feature < 0 || feature >= width);
  if (unknown !== undefined)
    throw new DumError(
      'bad-input',
      `takeFeatures: there is no feature ${unknown}; a sample has ${width} values, so expected 0 to ${width - 1}`,
    );
  const { values } = source;
  const taken = values === undefined ? viewOf(source, features, width) : holdTensor(cut(values, features, width), [features.length]);
  return brandSplit(role, { source: taken, y });
};

const cut = (values: Float32Array, features: readonly number[], width: number): Float32Array => {
  const count = values.length / width;
  const taken = new Float32Array(count * features.length);
  for (let sample = 0; sample < count; sample++) {
    for (let at = 0; at < features.length; at++) taken[sample * features.length + at] = values[sample * width + features[at]!]!;
  }
  return taken;
};

const viewOf = (source: RowSource, features: readonly number[], width: number): RowSource => {
  const cutRows = (rows: Rows): Float32Array => cut(rows as Float32Array, features, width);
  return Object.freeze({
    count: source.count,
    sampleShape: Object.freeze([features.length]),
    get identity() {
      return `${features.length} features (${hashWords(Uint32Array.from(features))}) of ${source.identity}`;
    },
    rows: (indices: ArrayLike<number>) => {
      const rows = source.rows(indices);
      return rows instanceof Promise ? rows.then(cutRows) : cutRows(rows);
    },
    subset: (indices: ArrayLike<number>) => viewOf(subset(source, indices), features, width),
  });
};
