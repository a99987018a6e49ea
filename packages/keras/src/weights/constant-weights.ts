import { util } from '@tensorflow/tfjs-core';
import type { LayerOutline } from '@dum/backend';
import type { Origin } from '../config/converted.js';
import { refuse } from '../refusal/refuse.js';
import type { WeightTable } from './weight-table.js';

/** Adds the weights that stand in the config of a layer; a single number is for all channels. */
export const addConstants = ({ keras, layers }: Origin, outlines: ReadonlyMap<string, LayerOutline>, table: WeightTable): void => {
  for (const { layer, constants } of layers) {
    if (constants === undefined) continue;
    for (const { name, shape } of outlines.get(layer.name)?.weights ?? []) {
      const given = constants[name] ?? [];
      const count = util.sizeFromShape([...shape]);
      if (given.length !== 1 && given.length !== count)
        refuse(`has ${given.length} numbers in the config of "${keras}", expected 1 or ${count}`);
      table.add(
        `${layer.name}/${name}`,
        shape,
        given.length === count ? Float32Array.from(given) : new Float32Array(count).fill(given[0]!),
      );
    }
  }
};
