import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { NewHead, Subnetwork } from '@dum/masks/mask-set';
import { readOriginalHead, taskLogitsOf } from './original-head.js';
import type { TaskReader } from './reader-logits.js';
import { readOutLogits } from './read-out-logits.js';

/** Reads with a trained linear probe. */
const probeReader = (readOut: NewHead): TaskReader => ({
  classes: readOut.classNames.length,
  logitsOf: (features, batch) => readOutLogits(features, readOut, batch),
});

/** Creates a reader for each subnetwork, by its read-out. Throws `bad-input` for one of another size, or a head that can't read tasks. */
export const createReaders = async (
  who: string,
  network: LayersModel,
  features: number,
  subnetworks: readonly Pick<Subnetwork, 'readOut' | 'classOf'>[],
): Promise<TaskReader[]> => {
  const tasks = subnetworks.map(({ readOut: { classNames }, classOf }) => ({ classNames, classOf }));
  const originals = tasks.filter((_, index) => subnetworks[index]!.readOut.kind === 'original-head');
  const head = originals.length === 0 ? undefined : await readOriginalHead(who, network, features, originals);
  return subnetworks.map(({ readOut }, index) => {
    const task = tasks[index]!;
    if (readOut.kind === 'original-head') {
      const logitsOf: TaskReader['logitsOf'] = (found, batch) => taskLogitsOf(readOutLogits(found, head!, batch), task, batch);
      return { classes: task.classNames.length, logitsOf };
    }
    requireFeatures(who, readOut, features);
    return probeReader(readOut);
  });
};

const requireFeatures = (who: string, { kernel, classNames }: NewHead, features: number): void => {
  if (kernel.length === features * classNames.length) return;
  throw new DumError(
    'bad-input',
    `${who}: a read-out has ${kernel.length / classNames.length} inputs; the head of the network reads ${features}`,
  );
};
