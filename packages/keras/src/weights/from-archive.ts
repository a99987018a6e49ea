import type { Hdf5File } from '../hdf5/hdf5-file.js';
import { refuse } from '../refusal/refuse.js';
import { addConstants } from './constant-weights.js';
import { slotsOf } from './slots.js';
import type { AddWeights } from './weight-table.js';

const olderFolder = '_layer_checkpoint_dependencies';

/** The arrays of an archive by folder, from `model.weights.h5` or from files that were converted from it. */
export type ArchivedWeights = Pick<Hdf5File, 'text' | 'members' | 'floats'>;

/** Adds the weights of a network that an archive holds. */
export const addFromArchive = (file: ArchivedWeights): AddWeights => {
  const older = file.members(olderFolder) !== undefined;
  const add: AddWeights = (origins, outlines, table) => {
    for (const origin of origins) {
      const { keras, path, network } = origin;
      if (network !== undefined) {
        add(network, outlines, table);
        continue;
      }
      addConstants(origin, outlines, table);
      const slots = slotsOf(origin, outlines);
      if (slots.length === 0) continue;
      const folder = `${older ? path.replaceAll('layers/', `${olderFolder}/`) : path}/vars`;
      const stored = file.members(folder) ?? refuse(`has no weights for layer "${keras}" (${folder})`);
      const label = file.text(folder, 'name') ?? keras;
      if (label !== keras) refuse(`has weights of "${label}" where those of layer "${keras}" belong (${folder})`);
      if (stored.length !== slots.length) refuse(`has ${stored.length} weights for layer "${keras}", expected ${slots.length}`);
      for (const [i, { name, shape, change }] of slots.entries()) {
        if (name === undefined) continue;
        const values = file.floats(`${folder}/${i}`, shape);
        table.add(name, shape, change?.(values) ?? values);
      }
    }
  };
  return add;
};
