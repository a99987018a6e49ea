import { keptIndices } from '@dum/masks/mask-set';
import { readLogits } from '../read-logits.js';
import type { HardFeatures } from '../task-features.js';
import type { MaskedBody } from '../masked-body.js';
import { product } from './products.js';
import type { FrozenDenseLayer } from './read-chain.js';

/** The hard features of a chain: each task's kept units are extracted as a small network, which runs batch after batch. */
export const compactFeatures = async (chain: readonly FrozenDenseLayer[], body: MaskedBody): Promise<HardFeatures> => {
  const width = body.masks[0]!.mask.logits.shape[1]!;
  const cut = (await readLogits(body)).map((layers) => {
    const kept = layers.map((layer) => Uint32Array.from(keptIndices(layer)));
    return { kept, layers: chain.map((layer, at) => cutLayer(layer, kept[at]!, kept[at + 1]!)) };
  });
  return (activations) => {
    const values = activations.rows();
    const { length } = activations.batch;
    return Promise.resolve(
      cut.map(({ kept, layers }) => ({
        indices: kept.at(-1)!,
        rows: layers.reduce((rows, layer) => forward(layer, rows, length), gatherColumns(values, width, kept[0]!)),
      })),
    );
  };
};

const cutLayer = ({ inputs, weights, isRelu }: FrozenDenseLayer, keptInputs: Uint32Array, keptUnits: Uint32Array): FrozenDenseLayer => {
  const width = keptInputs.length + 1;
  const cut = new Float32Array(keptUnits.length * width);
  keptUnits.forEach((unit, row) => {
    keptInputs.forEach((input, column) => {
      cut[row * width + column] = weights[unit * (inputs + 1) + input]!;
    });
    cut[row * width + keptInputs.length] = weights[unit * (inputs + 1) + inputs]!;
  });
  return { inputs: keptInputs.length, units: keptUnits.length, weights: cut, isRelu };
};

const forward = ({ inputs, units, weights, isRelu }: FrozenDenseLayer, rows: Float32Array, batch: number): Float32Array => {
  const withOnes = new Float32Array((inputs + 1) * batch).fill(1);
  withOnes.set(rows);
  return product(weights, withOnes, units, batch, isRelu);
};

const gatherColumns = (values: Float32Array, width: number, columns: Uint32Array): Float32Array => {
  const rows = values.length / width;
  const gathered = new Float32Array(columns.length * rows);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < columns.length; at++) gathered[at * rows + row] = values[row * width + columns[at]!]!;
  }
  return gathered;
};
