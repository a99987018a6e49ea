import { type FrozenActivations, holdActivations, someActivations } from '../../masked/frozen-activations.js';
import { consecutiveBatches, evenRows } from '../../optimization/batches.js';
import { size } from '../../networks/input-rows.js';

/** Some samples of a split: their rows, and their activations. */
export interface FewSamples {
  readonly activations: FrozenActivations;
  readonly rows: Uint32Array;
}

/** The rows that are read at once. */
const rowsAtOnce = 256;

/** At most `most` samples of a split, at even distances. Activations in memory are not copied. */
export const takeFew = async (activations: FrozenActivations, most: number): Promise<FewSamples> => {
  const rows = evenRows(activations.count, most);
  return { rows, activations: activations.held === undefined ? await readFew(activations, rows) : someActivations(activations.held, rows) };
};

/** Computes the activations of some rows. */
const readFew = async (activations: FrozenActivations, rows: Uint32Array): Promise<FrozenActivations> => {
  const batches = consecutiveBatches(rows.length, rowsAtOnce).map((batch) => batch.map((index) => rows[index]!));
  let [shapes, values, start]: [number[][], Float32Array[], number] = [[], [], 0];
  for await (const { batch, tensors } of activations.read(batches)) {
    const read = tensors();
    if (start === 0) {
      shapes = read.map(({ shape }) => shape.slice(1));
      values = shapes.map((shape) => new Float32Array(rows.length * size(shape)));
    }
    for (const [at, tensor] of read.entries()) {
      values[at]!.set(await tensor.data<'float32'>(), start * size(shapes[at]!));
      tensor.dispose();
    }
    start += batch.length;
  }
  return holdActivations({ count: rows.length, shapes, values });
};

/** The labels of these samples. */
export const labelsOf = ({ y }: { readonly y: ArrayLike<number> }, { rows }: FewSamples): { readonly y: Uint16Array } => ({
  y: Uint16Array.from(rows, (row) => y[row]!),
});
