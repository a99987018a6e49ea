import { tensor } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import type { DroppedConstants } from '../mask-set/subnetwork.js';
import { sizeOf } from '../size-of.js';
import type { PlacedMask } from './insert-masks.js';

const who = 'writeConstants';

/**
 * Writes what dropped units become into the masks of a masked network, one entry for each task in order; undefined for 0.
 *
 * Throws `bad-input`, and writes nothing, for masks without constants (`insertMasksLike(network, masks, { constants: true })` makes them),
 * when the number of entries is not that of the tasks, or when an entry lacks a layer or has another number of constants.
 *
 * @example
 * writeConstants(masked, [subnetwork.dropped]);
 */
export const writeConstants = (
  masked: { readonly masks: readonly Pick<PlacedMask, 'layer' | 'mask'>[] },
  perTask: readonly (DroppedConstants | undefined)[],
): void => {
  const written = masked.masks.map(({ layer, mask: { name, tasks, constants } }) => {
    if (constants === undefined)
      throw new DumError('bad-input', `${who}: the mask "${name}" has no constants; insert the masks with constants: true`);
    if (perTask.length !== tasks) {
      throw new DumError('bad-input', `${who}: the constants of ${perTask.length} tasks were given; "${name}" holds ${tasks} tasks`);
    }
    const size = sizeOf(constants.shape.slice(1));
    return { constants, values: perTask.map((ofTask) => valuesFor(ofTask, layer, size)) };
  });
  for (const { constants, values } of written) {
    const flat = new Float32Array(sizeOf(constants.shape));
    for (const [task, ofTask] of values.entries()) if (ofTask !== undefined) flat.set(ofTask, task * ofTask.length);
    const value = tensor(flat, constants.shape as number[]);
    constants.write(value);
    value.dispose();
  }
};

const valuesFor = (dropped: DroppedConstants | undefined, layer: string, size: number): Float32Array | undefined => {
  if (dropped === undefined) return undefined;
  const values = dropped.layers.find((each) => each.layer === layer)?.values;
  if (values?.length === size) return values;
  throw new DumError(
    'bad-input',
    `${who}: layer "${layer}" needs ${size} constants; ${values === undefined ? `only ${dropped.layers.map((each) => each.layer).join(', ')} have some` : `${values.length} came`}`,
  );
};
