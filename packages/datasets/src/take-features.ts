import { DumError } from '@dum/errors';
import { sizeOf } from './_shape.js';
import { brandSplit, type Role, requireSplit, type Split } from './split.js';

/**
 * A split with some of the values of each sample, in the order given: what a network takes that was extracted without its other inputs.
 *
 * Samples are flat in it, whatever their shape was, and a feature is a position in the flat sample. The split given stays as it is.
 *
 * @throws DumError 'bad-input' for no feature, and for one that is not a position in a sample.
 *
 * @example
 * const { network, inputs } = await extractSubnetwork(whole, subnetwork, { dropInputs: true });
 * await evaluateNetwork(network, takeFeatures(mnist.test, inputs[0]), mnist.classNames);
 */
export const takeFeatures = <R extends Role>(split: Split<R>, features: readonly number[]): Split<R> => {
  const { role, x, y, sampleShape } = requireSplit(split, 'takeFeatures');
  const width = sizeOf(sampleShape);
  if (features.length === 0) throw new DumError('bad-input', 'takeFeatures: no feature came; expected at least one');
  const unknown = features.find((feature) => !Number.isInteger(feature) || feature < 0 || feature >= width);
  if (unknown !== undefined)
    throw new DumError(
      'bad-input',
      `takeFeatures: there is no feature ${unknown}; a sample has ${width} values, so expected 0 to ${width - 1}`,
    );
  const taken = new Float32Array(y.length * features.length);
  for (let sample = 0; sample < y.length; sample++) {
    for (let at = 0; at < features.length; at++) taken[sample * features.length + at] = x[sample * width + features[at]!]!;
  }
  return brandSplit(role, { x: taken, y, sampleShape: [features.length] });
};
