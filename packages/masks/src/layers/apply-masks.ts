import { add, type Tensor, matMul, mul, oneHot, reshape, tensor1d } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import { sizeOf } from '../size-of.js';

/**
 * Multiplies each row of a batch by the mask of its task, and adds the fill of its task, if there is one.
 *
 * `x` is `[tasks · rows, ...]`: the rows of the first task, then those of the second, and so on. `masks` is `[tasks, samples, ...units]`,
 * where the units are the elements of a row, in its shape or flattened or in the shape that they were flattened from, or only its channels;
 * `fill` has the same shape. Row i of a task's rows takes sample ⌊i · samples / rows⌋, so samples need not divide rows. A non-finite mask
 * of one task never affects another task's rows.
 *
 * Throws `bad-input` when the batch can't be divided among the tasks.
 */
export const applyMasks = (x: Tensor, masks: Tensor, fill?: Tensor): Tensor => {
  const [tasks, samples, ...units] = masks.shape as [number, number, ...number[]];
  const [batch, ...rest] = x.shape as [number, ...number[]];
  if (batch % tasks !== 0) {
    throw new DumError(
      'bad-input',
      `UnitMask: a batch of ${batch} rows can't be shared by ${tasks} tasks; expected a multiple of ${tasks}`,
    );
  }
  const rows = batch / tasks;
  const broadcast = sizeOf(units) === sizeOf(rest) ? rest : [...new Array<number>(rest.length - units.length).fill(1), ...units];
  if (rows % samples === 0) {
    const grouped = reshape(x, [tasks * samples, rows / samples, ...rest]);
    const perGroup = (of: Tensor) => reshape(of, [tasks * samples, 1, ...broadcast]);
    const masked = mul(grouped, perGroup(masks));
    return reshape(fill === undefined ? masked : add(masked, perGroup(fill)), x.shape);
  }
  const assignment = oneHot(tensor1d(sampleOfRow(rows, samples), 'int32'), samples, 1, 0, 'float32');
  const perRow = (of: Tensor) =>
    reshape(matMul(reshape(assignment, [1, rows, samples]), reshape(of, [tasks, samples, -1])), [batch, ...broadcast]);
  const masked = mul(x, perRow(masks));
  return fill === undefined ? masked : add(masked, perRow(fill));
};

const sampleOfRow = (rows: number, samples: number): Int32Array =>
  Int32Array.from({ length: rows }, (_, row) => Math.floor((row * samples) / rows));
