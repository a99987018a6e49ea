import { type io, util } from '@tensorflow/tfjs-core';
import type { LayerOutline } from '@dum/backend';
import type { Origin } from '../config/converted.js';
import { refuse } from '../refusal/refuse.js';

/** The weights of a network, as TensorFlow.js loads them. */
interface NamedWeights {
  readonly weightSpecs: io.WeightsManifestEntry[];
  readonly weightData: ArrayBuffer;
}

/** Weights, collected as they are read. */
export interface WeightTable {
  readonly add: (name: string, shape: readonly number[], values: Float32Array) => void;
  readonly joined: () => NamedWeights;
}

/** Adds the weights that are stored for the layers of a network. */
export type AddWeights = (origins: readonly Origin[], outlines: ReadonlyMap<string, LayerOutline>, table: WeightTable) => void;

/** An empty table. */
export const weightTable = (): WeightTable => {
  const found: { readonly name: string; readonly shape: readonly number[]; readonly values: Float32Array }[] = [];
  return {
    add: (name, shape, values) => void found.push({ name, shape, values }),
    joined() {
      const data = new Float32Array(found.reduce((sum, { values }) => sum + values.length, 0));
      let offset = 0;
      for (const { name, shape, values } of found) {
        if (values.length !== util.sizeFromShape([...shape]))
          refuse(`has ${values.length} values for ${name} of shape [${shape.join(', ')}]`);
        data.set(values, offset);
        offset += values.length;
      }
      return {
        weightSpecs: found.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32' })),
        weightData: data.buffer,
      };
    },
  };
};
