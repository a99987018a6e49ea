import type { LayerOutline } from '@dum/backend';
import type { Origin } from '../config/converted.js';
import type { Hdf5File } from '../hdf5/hdf5-file.js';
import { refuse } from '../refusal/refuse.js';
import { addConstants } from './constant-weights.js';
import { type Slot, slotsOf } from './slots.js';
import { addNamed } from './named-weights.js';
import type { AddWeights, WeightTable } from './weight-table.js';

interface Ordered {
  readonly trained: readonly Slot[];
  readonly rest: readonly Slot[];
}

// trained weights come before all others, also within nested networks; all weights of a frozen layer count as not trained
const ordered = (origin: Origin, outlines: ReadonlyMap<string, LayerOutline>): Ordered => {
  const inner = origin.network?.map((one) => ordered(one, outlines)) ?? [];
  const own = origin.network === undefined ? slotsOf(origin, outlines) : [];
  const trained = [...own.filter((slot) => slot.trainable), ...inner.flatMap((one) => one.trained)];
  const rest = [...own.filter((slot) => !slot.trainable), ...inner.flatMap((one) => one.rest)];
  return origin.frozen ? { trained: [], rest: [...trained, ...rest] } : { trained, rest };
};

const addAllConstants = (origin: Origin, outlines: ReadonlyMap<string, LayerOutline>, table: WeightTable): void => {
  addConstants(origin, outlines, table);
  for (const inner of origin.network ?? []) addAllConstants(inner, outlines, table);
};

/** Adds the weights of a network that an `.h5` file holds: by the order in which each layer names them. */
export const addFromLegacy =
  (file: Hdf5File): AddWeights =>
  (origins, outlines, table) => {
    const root = file.members('/model_weights') === undefined ? '' : '/model_weights';
    const known = new Set(file.texts(root === '' ? '/' : root, 'layer_names'));
    for (const origin of origins) {
      const { keras } = origin;
      addAllConstants(origin, outlines, table);
      const { trained, rest } = ordered(origin, outlines);
      const slots = [...trained, ...rest];
      if (slots.length === 0) continue;
      if (!known.has(keras)) refuse(`has no weights for layer "${keras}"`);
      const names = file.texts(`${root}/${keras}`, 'weight_names') ?? [];
      addNamed(keras, slots, names, (name, shape) => file.floats(`${root}/${keras}/${name}`, shape), table);
    }
  };
