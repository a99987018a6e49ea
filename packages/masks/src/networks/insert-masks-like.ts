import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import { maskSetKind } from '../mask-set/argument-kinds.js';
import type { MaskSet } from '../mask-set/mask-set.js';
import { insertMasks, type MaskedNetwork, type PlacedMask } from './insert-masks.js';

const who = 'insertMasksLike';

/** Options of {@link insertMasksLike}. */
export interface InsertLikeOptions {
  /** Default 1. */
  readonly tasks?: number;
  /** Whether dropped units become constants, as in `UnitMask`; default false. */
  readonly constants?: boolean;
}

/**
 * Copies a network with masks at the places of a mask set, on the same units, so that `writeMasks` can write sets of its kind.
 *
 * The set determines layers, places, shapes and granularity. If a mask names no `places`, tied units get theirs as in {@link insertMasks}.
 * `tasks` is the number of sets that the masks hold, default 1. With `constants`, dropped units become what `writeConstants` writes. Throws
 * `bad-input`, with the difference, for a set whose layers, places or shapes do not match the network, and as {@link insertMasks} does.
 *
 * @example
 * const masked = insertMasksLike(network, found.masks);
 * writeMasks(masked, [found.masks]);
 */
export const insertMasksLike = (network: LayersModel, masks: MaskSet, options: InsertLikeOptions = {}): MaskedNetwork => {
  requireKnownOptions(who, options, ['tasks', 'constants']);
  requireOptions(who, { masks }, { masks: maskSetKind });
  const { tasks = 1, constants = false } = options;
  const granularities = new Map(
    masks.layers.flatMap(({ layer, places = [layer], granularity }) => places.map((place) => [place, granularity] as const)),
  );
  const inserted = insertMasks(network, {
    layers: [...granularities.keys()],
    mask: ({ name }) => ({ tasks, constants, granularity: granularities.get(name)! }),
  });
  try {
    requireLike(inserted.masks, masks);
    return inserted;
  } catch (error) {
    inserted.network.dispose();
    throw error;
  }
};

const requireLike = (inserted: readonly PlacedMask[], { layers }: MaskSet): void => {
  const namesPlaces = (name: string) => layers.find(({ layer }) => layer === name)?.places !== undefined;
  const wanted = layers.map(({ layer, places = [layer], shape }) => maskText(places, shape));
  const found = inserted.map(({ layer, places, mask }) => maskText(namesPlaces(layer) ? places : [layer], mask.logits.shape.slice(1)));
  const [missing, added] = [wanted.filter((mask) => !found.includes(mask)), found.filter((mask) => !wanted.includes(mask))];
  if (missing.length === 0 && added.length === 0) return;
  throw new DumError(
    'bad-input',
    `${who}: the set has masks of ${listed(missing)}, where this network would have masks of ${listed(added)}; use the network that they were found in`,
  );
};

const listed = (masks: readonly string[]): string => (masks.length === 0 ? 'nothing' : masks.join(', '));

const maskText = (places: readonly string[], shape: readonly (number | null)[]): string => `"${places.join(' + ')}" [${shape.join(', ')}]`;
