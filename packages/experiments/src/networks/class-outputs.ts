import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';

/**
 * The number of classes that a network tells apart: the size of its one output.
 *
 * Throws `bad-input`, in the name of `who`, for a network with several outputs, of which nobody says which one is meant.
 */
export const classOutputs = (who: string, { name, outputs, outputNames }: LayersModel): number => {
  if (outputs.length === 1) return outputs[0]!.shape.at(-1)!;
  throw new DumError(
    'bad-input',
    `${who}: "${name}" has ${outputs.length} outputs, ${outputNames.join(', ')}; expected one, so give a network that ends in the one that answers`,
  );
};
