import { product } from '../../../masked/dense/products.js';
import type { FrozenDenseLayer } from '../../../masked/dense/read-chain.js';
import type { HostPass } from '../host/host-pass.js';
import { addMaskGradient } from './chain-pass.js';
import { batchColumns, createScratch, type Scratch } from './scratch.js';
import { passTask } from './task-pass.js';

/**
 * Passes for a chain of dense layers between masks, on the host except for large products. Sampled masks are sparse: a dropped unit costs
 * nothing forward, and only its own gradient backward.
 *
 * Each pass makes one product for each task and layer forward, from the kept inputs, and one for all tasks backward, from the kept units.
 */
export const createChainPass = (chain: readonly FrozenDenseLayer[]): HostPass => {
  const scratch = createScratch();
  return (part) => {
    const { batch, x, masks, gradients, labels } = part;
    const columns = batchColumns(x, batch.length, masks[0]!.units, scratch);
    const firsts = labels.map((_, task) => passTask({ ...part, chain, columns, scratch }, task));
    if (chain.length > 0) addFirstMaskGradients(chain[0]!, masks[1]!.kept, firsts, x, gradients.masks[0]!, scratch);
  };
};

/** One product for all tasks, because the first layer reads the same inputs for all. */
const addFirstMaskGradients = (
  layer: FrozenDenseLayer,
  kept: readonly Uint32Array[],
  gradients: readonly Float32Array[],
  x: Float32Array,
  maskGradient: Float32Array,
  scratch: Scratch,
): void => {
  const rows = kept.reduce((total, { length }) => total + length, 0);
  const stacked = scratch(
    'gradients of the first layer',
    gradients.reduce((total, { length }) => total + length, 0),
  );
  gradients.reduce((at, gradient) => {
    stacked.set(gradient, at);
    return at + gradient.length;
  }, 0);
  const outer = product(stacked, x, rows, layer.inputs);
  kept.reduce((row, units, task) => {
    const ofTask = outer.subarray(row * layer.inputs, (row + units.length) * layer.inputs);
    addMaskGradient(layer, units, ofTask, maskGradient.subarray(task * layer.inputs, (task + 1) * layer.inputs));
    return row + units.length;
  }, 0);
};
