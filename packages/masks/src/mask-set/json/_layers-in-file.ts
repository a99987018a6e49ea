import * as z from 'zod';
import { listOf, nonEmptyText, refuse, refuseRepeats, wholeNumber } from './_expectations.js';
import { type Granularity, granularityOfShape, leastGroup, unitsText } from '../../units/granularity.js';
import { keptIndices } from '../kept-indices.js';
import { createMaskSet, type MaskSet } from '../mask-set.js';
import { sizeOf } from '../../size-of.js';

/** The most units of all masks of one file. */
const mostUnits = 10_000_000;

const namesInFile = {
  layer: nonEmptyText,
  places: z.optional(listOf(nonEmptyText, 'names of layers').min(2, { error: 'a list of at least 2 names of layers' })),
};

const bitsInFile = {
  shape: listOf(wholeNumber(1), 'sizes'),
  kept: z.array(z.int({ error: 'the number of a unit' }), { error: 'a list of the numbers of the kept units' }),
};

interface LayerInFile {
  readonly layer: string;
  readonly places?: string[] | undefined;
  readonly granularity: Granularity;
  readonly shape: number[];
  readonly kept: number[];
}

const granularitySchema = z.union([z.literal(['channel', 'element']), z.strictObject({ channelGroup: wholeNumber(leastGroup) })], {
  error: `"channel", "element" or {"channelGroup": a whole number of at least ${leastGroup}}`,
});

const checkLayer = ({ layer, places, granularity, shape, kept }: LayerInFile, context: z.core.$RefinementCtx): void => {
  if (places !== undefined && places[0] !== layer) refuse(context, ['places', 0], 'the name of the layer itself');
  if (granularity !== 'element' && shape.length > 1) refuse(context, ['shape'], `one size, for a mask of ${unitsText(granularity)}`);
  const size = sizeOf(shape);
  let next = 0;
  const wrong = kept.findIndex((unit) => {
    if (unit < next || unit >= size) return true;
    next = unit + 1;
    return false;
  });
  if (wrong >= 0) refuse(context, ['kept', wrong], `a unit from ${next} to ${size - 1}: units are listed once, in ascending order`);
};

const listOfLayers = (layer: z.ZodType<LayerInFile>): z.ZodType<LayerInFile[]> =>
  listOf(layer.superRefine(checkLayer), 'masked layers').superRefine((layers, context) =>
    refuseRepeats(
      context,
      layers.flatMap(({ layer: name, places = [name] }) => places),
      (index) => pathOf(layers, index),
    ),
  );

/** The masked layers of one set in a file. */
export const layersSchema = listOfLayers(
  z.strictObject(
    { ...namesInFile, granularity: granularitySchema, ...bitsInFile },
    { error: 'a layer { layer, granularity, shape, kept }, or with places' },
  ),
);

const layerWithoutGranularity = z
  .strictObject({ ...namesInFile, ...bitsInFile }, { error: 'a layer { layer, shape, kept }, or with places' })
  .transform((layer) => ({ ...layer, granularity: granularityOfShape(layer.shape) }));

/**
 * The masked layers of one set in the versions without granularity.
 *
 * A mask with several axes is of elements, one with a single axis of channels. But in these versions all layers had masks of one
 * granularity, except for the input, which may be the first: if a later mask has several axes, all masks after the first are of elements.
 */
export const layersWithoutGranularity = listOfLayers(layerWithoutGranularity).transform((layers) => {
  const areElements = layers.slice(1).some(({ granularity }) => granularity === 'element');
  return layers.map((layer, place): LayerInFile => (areElements && place > 0 ? { ...layer, granularity: 'element' } : layer));
});

/** The path of a name among layers, by its number among all their places. */
const pathOf = (layers: readonly { readonly places?: readonly string[] | undefined }[], index: number): (string | number)[] => {
  let before = 0;
  for (const [at, { places }] of layers.entries()) {
    const count = places?.length ?? 1;
    if (index < before + count) return places === undefined || index === before ? [at, 'layer'] : [at, 'places', index - before];
    before += count;
  }
  return [];
};

/** Reports masks with more units than a file may have, before any of them is allocated. */
export const refuseTooManyUnits = (context: z.core.$RefinementCtx, path: (string | number)[], layers: readonly LayerInFile[]): void => {
  const units = layers.reduce((count, { shape }) => count + sizeOf(shape), 0);
  if (units > mostUnits) refuse(context, path, `masks of at most ${mostUnits} units together, not ${units}`);
};

/** The masked layers with the row-major numbers of their kept units. */
export const layersToFile = ({ network, layers }: MaskSet): LayerInFile[] =>
  createMaskSet(network, layers).layers.map((mask) => {
    const { layer, places, granularity, shape } = mask;
    return { layer, ...(places === undefined ? {} : { places: [...places] }), granularity, shape: [...shape], kept: keptIndices(mask) };
  });

/** The masks of checked layers of a file. */
export const layersFromFile = (network: string, layers: readonly LayerInFile[]): MaskSet =>
  createMaskSet(
    network,
    layers.map(({ layer, places, granularity, shape, kept }) => {
      const bits = new Uint8Array(sizeOf(shape));
      for (const unit of kept) bits[unit] = 1;
      return { layer, ...(places === undefined ? {} : { places }), granularity, shape, kept: bits };
    }),
  );
