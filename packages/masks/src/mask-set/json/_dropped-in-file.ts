import * as z from 'zod';
import { float32, listOf, nonEmptyText, refuse } from './_expectations.js';
import { channelsOfUnit, type Granularity } from '../../units/granularity.js';
import { sizeOf } from '../../size-of.js';
import type { DroppedConstants } from '../subnetwork.js';

const constantsSchema = z.strictObject(
  { layer: nonEmptyText, values: z.array(float32, { error: 'a list of constants' }) },
  { error: 'the constants of a layer { layer, values }' },
);

/** The constants of dropped units in a file. */
export const droppedSchema = z.strictObject(
  { kind: z.literal(['mean', 'constant'], { error: '"mean" or "constant"' }), layers: listOf(constantsSchema, 'layers with constants') },
  { error: 'the constants of dropped units { kind, layers }' },
);

type DroppedInFile = z.output<typeof droppedSchema>;

interface MaskInFile {
  readonly layer: string;
  readonly granularity: Granularity;
  readonly shape: readonly number[];
}

/** Reports constants that are not those of the masked layers, in their order and of their sizes. */
export const refuseOtherConstants = (
  context: z.core.$RefinementCtx,
  path: (string | number)[],
  { layers }: DroppedInFile,
  masks: readonly MaskInFile[],
): void => {
  if (layers.length !== masks.length) refuse(context, path, `${masks.length} layers, one for each mask`);
  for (const [at, { layer, granularity, shape }] of masks.entries()) {
    const found = layers[at];
    if (found === undefined) return;
    if (found.layer !== layer) refuse(context, [...path, at, 'layer'], `"${layer}", in the order of the masks`);
    const size = sizeOf(shape) * channelsOfUnit(granularity);
    if (found.values.length !== size) refuse(context, [...path, at, 'values'], `${size} constants`);
  }
};

/** The constants in plain lists. */
export const droppedToFile = ({ kind, layers }: DroppedConstants) => ({
  kind,
  layers: layers.map(({ layer, values }) => ({ layer, values: Array.from(values) })),
});

/** The constants of checked ones of a file. */
export const droppedFromFile = ({ kind, layers }: DroppedInFile): DroppedConstants => ({
  kind,
  layers: layers.map(({ layer, values }) => ({ layer, values: Float32Array.from(values) })),
});
