// MNIST as every run has it: the same IDX files, the same samples held out.
import { createSplit, splitTrainValidation, takeFirst } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';

const held = { validation: 5000, seed: 1 };

/** With `samples` the first of the training samples, with `limit` as if there were no other images. */
export const loadData = async ({ data: folder, samples, limit }) => {
  if (limit !== undefined) {
    const few = await loadMnist({ folder, limit });
    return { ...few, ...splitTrainValidation(few.train, { ...held, validation: 1 / 12 }) };
  }
  const mnist = await loadMnist({ folder });
  const { train, validation } = splitTrainValidation(mnist.train, held);
  return { ...mnist, train: samples === undefined ? train : takeFirst(train, samples), validation };
};

/** Which of the training images are held out: the places that the validation split takes from a split of places. */
export const heldOutPlaces = (train) => {
  const places = createSplit('train', { x: Float32Array.from(train.y.keys()), y: train.y, sampleShape: [1], classCount: 10 });
  return [...splitTrainValidation(places, held).validation.source.values];
};
