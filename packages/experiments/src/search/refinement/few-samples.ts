import { type FrozenActivations, holdActivations } from '../../masked/frozen-activations.js';
import { type Batch, evenRows } from '../../optimization/batches.js';

/** Some samples of a split: their rows, and their activations, which are held. */
export interface FewSamples {
  readonly activations: FrozenActivations;
  readonly rows: Uint32Array;
}

/** At most `most` samples of a split, at even distances. Activations that are held already are not copied. */
export const takeFew = async (activations: FrozenActivations, most: number): Promise<FewSamples> => {
  const rows = evenRows(activations.count, most);
  if (activations.held !== undefined) return { rows, activations: viewOf(activations, rows) };
  for await (const { tensors } of activations.read([rows])) {
    const read = tensors();
    const shapes = read.map(({ shape }) => shape.slice(1));
    const values = await Promise.all(read.map((tensor) => tensor.data<'float32'>()));
    for (const tensor of read) tensor.dispose();
    return { rows, activations: holdActivations({ count: rows.length, shapes, values }) };
  }
  return { rows, activations: holdActivations({ count: 0, shapes: [], values: [] }) };
};

/** The activations of some rows, by their index among these. */
const viewOf = (activations: FrozenActivations, rows: Uint32Array): FrozenActivations => ({
  count: rows.length,
  held: undefined,
  async *read(batches) {
    const chosen: readonly Batch[] = [...batches];
    let at = 0;
    for await (const read of activations.read(chosen.map((batch) => batch.map((index) => rows[index]!)))) {
      yield { ...read, batch: chosen[at]! };
      at++;
    }
  },
});

/** The labels of these samples. */
export const labelsOf = ({ y }: { readonly y: ArrayLike<number> }, { rows }: FewSamples): { readonly y: Uint16Array } => ({
  y: Uint16Array.from(rows, (row) => y[row]!),
});
