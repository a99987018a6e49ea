import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { Granularity } from '../layers/units.js';
import type { LayerMask, MaskSet } from '../mask-set/mask-set.js';
import { unitsOf } from '../mask-set/units-of.js';
import { requireKnownOptions } from '../require-known-options.js';
import { withFlat } from './flatten-network.js';
import { layersOf, nodesOf } from './_graph.js';
import { insertMasks, type MaskedNetwork } from './insert-masks.js';

const who = 'insertMasksLike';

const granularities: readonly Granularity[] = ['channel', 'element'];

/**
 * A copy of a network with masks where those of a mask set stand, of the same units, for sets of its kind to be written into by `writeMasks`.
 *
 * A set says layers, places and shapes. What a bit stands for follows: an element where a mask has as many units as the outputs of its
 * places have elements, else a channel. So sets that were found with `granularity: 'element'` or with `inputs` need no telling.
 * `tasks` is how many sets the masks are to hold, default 1. Throws `bad-input`, with the shapes, for a set of other layers or shapes than
 * the network has, and as {@link insertMasks} does.
 *
 * @example
 * const masked = insertMasksLike(network, found.masks);
 * writeMasks(masked, [found.masks]);
 */
export const insertMasksLike = (network: LayersModel, masks: MaskSet, options: { readonly tasks?: number } = {}): MaskedNetwork => {
  requireKnownOptions(who, options, ['tasks']);
  const { tasks = 1 } = options;
  const shapes = withFlat(who, network, shapesBehindLayers);
  const fitting = new Map(
    masks.layers.flatMap((mask) => {
      const { layer, places = [layer] } = mask;
      const found = granularitiesOf(mask, shapes);
      return places.map((place) => [place, found] as const);
    }),
  );
  const inputs = new Set(network.inputs.map(({ sourceLayer }) => sourceLayer.name));
  const insert = (ofLayers: Granularity, ofInputs: Granularity): MaskedNetwork =>
    insertMasks(network, {
      layers: [...fitting.keys()],
      mask: ({ name }) => ({ tasks, granularity: granularityOf(fitting.get(name) ?? [], inputs.has(name) ? ofInputs : ofLayers) }),
    });
  const openOf = (ofInputs: boolean) =>
    [...fitting].some(([name, { length }]) => length > 1 && inputs.has(name) === ofInputs) ? granularities : granularities.slice(0, 1);
  return firstLike(
    masks,
    openOf(false).flatMap((ofLayers) => openOf(true).map((ofInputs) => () => insert(ofLayers, ofInputs))),
  );
};

const shapesBehindLayers = (flat: LayersModel): Map<string, number[]> =>
  new Map(
    layersOf(nodesOf(who, flat)).map(({ name, inboundNodes }) => [name, inboundNodes[0]!.outputTensors[0]!.shape.slice(1) as number[]]),
  );

/** What the bits of a mask may stand for; both where each of its places has nothing but channels. Names of no layer are left to `insertMasks`. */
const granularitiesOf = ({ layer, places = [layer], shape }: LayerMask, shapes: ReadonlyMap<string, number[]>): Granularity[] => {
  const known = places.flatMap((place) => (shapes.has(place) ? [shapes.get(place)!] : []));
  if (known.length === 0) return ['channel'];
  const isChannels = shape.length === 1 && known.every((output) => output.at(-1) === shape[0]);
  const isElements = known.some((output) => output.join() === shape.join()) && known.every((output) => unitsOf(output) === unitsOf(shape));
  if (isChannels || isElements) return [...(isChannels ? ['channel' as const] : []), ...(isElements ? ['element' as const] : [])];
  const has = known.map((output, index) => `"${places[index]!}" has [${output.join(', ')}]`).join(', ');
  throw new DumError(
    'bad-input',
    `${who}: the mask of "${layer}" has shape [${shape.join(', ')}]; its units are the last axis of what it multiplies, or all elements of it, and ${has}; take the network that it was found in`,
  );
};

const granularityOf = (fitting: readonly Granularity[], preferred: Granularity): Granularity =>
  fitting.includes(preferred) ? preferred : (fitting[0] ?? preferred);

/**
 * The first masked network with masks at just the places of a set; else the first with its masks, where a mask that names no places has
 * more of them; else throws what the first try threw.
 */
const firstLike = (masks: MaskSet, tries: readonly (() => MaskedNetwork)[]): MaskedNetwork => {
  const failures: unknown[] = [];
  for (const isExact of [true, false]) {
    for (const attempt of tries) {
      try {
        return requireLike(attempt(), masks, isExact);
      } catch (error) {
        if (!(error instanceof DumError)) throw error;
        failures.push(error);
      }
    }
  }
  throw failures[0];
};

const requireLike = (inserted: MaskedNetwork, { layers }: MaskSet, isExact: boolean): MaskedNetwork => {
  const wanted = layers.map(({ layer, places }) => placesText(places ?? [layer])).sort();
  const isPlaced = (name: string) => isExact || layers.find(({ layer }) => layer === name)?.places !== undefined;
  const found = inserted.masks.map(({ layer, places }) => placesText(isPlaced(layer) ? places : [layer])).sort();
  if (wanted.join() === found.join()) return inserted;
  inserted.network.dispose();
  throw new DumError(
    'bad-input',
    `${who}: the set has masks of ${wanted.join(', ')}; this network would have them of ${found.join(', ')}; take the network that they were found in`,
  );
};

const placesText = (places: readonly string[]): string => `"${places.join(' + ')}"`;
