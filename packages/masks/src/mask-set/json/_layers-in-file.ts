import * as z from 'zod';
import { listOf, nonEmptyText, refuse, refuseRepeats, wholeNumber } from './_expectations.js';
import { createMaskSet, type MaskSet } from '../mask-set.js';
import { unitsOf } from '../units-of.js';

/** Most units that the masks of one file have together. */
const mostUnits = 10_000_000;

const layerSchema = z
  .strictObject(
    {
      layer: nonEmptyText,
      places: z.optional(listOf(nonEmptyText, 'names of layers').min(2, { error: 'a list of at least 2 names of layers' })),
      shape: listOf(wholeNumber(1), 'sizes'),
      kept: z.array(z.int({ error: 'the number of a unit' }), { error: 'a list of the numbers of the kept units' }),
    },
    { error: 'a layer { layer, shape, kept }, or with places' },
  )
  .superRefine(({ layer, places, shape, kept }, context) => {
    if (places !== undefined && places[0] !== layer) refuse(context, ['places', 0], 'the name of the layer itself');
    const units = unitsOf(shape);
    let next = 0;
    const wrong = kept.findIndex((unit) => {
      if (unit < next || unit >= units) return true;
      next = unit + 1;
      return false;
    });
    if (wrong >= 0) refuse(context, ['kept', wrong], `a unit from ${next} to ${units - 1}: units are listed once, in ascending order`);
  });

/** The masked layers of one set, as a file holds them. */
export const layersSchema = listOf(layerSchema, 'masked layers').superRefine((layers, context) =>
  refuseRepeats(
    context,
    layers.flatMap(({ layer, places = [layer] }) => places),
    (index) => pathOf(layers, index),
  ),
);

/** Where, among layers, the name stands that is the given one of all their places. */
const pathOf = (layers: readonly { readonly places?: readonly string[] | undefined }[], index: number): (string | number)[] => {
  let before = 0;
  for (const [at, { places }] of layers.entries()) {
    const count = places?.length ?? 1;
    if (index < before + count) return places === undefined || index === before ? [at, 'layer'] : [at, 'places', index - before];
    before += count;
  }
  return [];
};

type FileLayers = z.output<typeof layersSchema>;

/** Reports masks that have more units together than a file may hold; looked at before any of them is allocated. */
export const refuseTooManyUnits = (context: z.core.$RefinementCtx, path: (string | number)[], layers: FileLayers): void => {
  const units = layers.reduce((count, { shape }) => count + unitsOf(shape), 0);
  if (units > mostUnits) refuse(context, path, `masks of at most ${mostUnits} units together, not ${units}`);
};

/** The masked layers with the row-major numbers of their kept units. */
export const layersToFile = ({ network, layers }: MaskSet): FileLayers =>
  createMaskSet(network, layers).layers.map(({ layer, places, shape, kept }) => {
    const units: number[] = [];
    kept.forEach((bit, unit) => {
      if (bit === 1) units.push(unit);
    });
    return { layer, ...(places === undefined ? {} : { places: [...places] }), shape: [...shape], kept: units };
  });

/** The masks that checked layers of a file stand for. */
export const layersFromFile = (network: string, layers: FileLayers): MaskSet =>
  createMaskSet(
    network,
    layers.map(({ layer, places, shape, kept }) => {
      const bits = new Uint8Array(unitsOf(shape));
      for (const unit of kept) bits[unit] = 1;
      return { layer, ...(places === undefined ? {} : { places }), shape, kept: bits };
    }),
  );
