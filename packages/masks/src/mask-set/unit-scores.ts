import { DumError, show } from '@dum/errors';
import { type LayerMaskInput, type MaskSet, withBits } from './mask-set.js';
import { sizeOf } from '../size-of.js';

/** A score for each unit of one layer's mask; higher scores are kept first. */
export interface LayerScores extends Omit<LayerMaskInput, 'kept'> {
  /** Row-major; as long as the product of `shape`. */
  readonly scores: ArrayLike<number>;
}

/** A score for each unit of a network's masked layers, such as its logit or its importance; comparable across layers. */
export interface UnitScores {
  /** Fingerprint of the network. */
  readonly network: string;
  /** In network order. */
  readonly layers: readonly LayerScores[];
}

/** A unit: the index of its layer in the list, and its number there. */
export interface RankedUnit {
  readonly layer: number;
  readonly unit: number;
  readonly score: number;
}

/**
 * Ranks all units, the highest score first, equal ones in network order. Throws `bad-input`, naming the unit, for a score that is not a
 * number.
 */
export const rankUnits = (who: string, { layers }: UnitScores): RankedUnit[] =>
  layers
    .flatMap((each, layer) => {
      requireScores(who, each);
      return Array.from(each.scores, (score, unit) => ({ layer, unit, score }));
    })
    .sort((a, b) => b.score - a.score || a.layer - b.layer || a.unit - b.unit);

/** The mask set that keeps these units. */
export const keepRanked = ({ network, layers }: UnitScores, units: Iterable<RankedUnit>): MaskSet => {
  const kept = layers.map(({ scores }) => new Uint8Array(scores.length));
  for (const { layer, unit } of units) kept[layer]![unit] = 1;
  return { network, layers: layers.map((layer, place) => withBits(layer, kept[place]!)) };
};

const requireScores = (who: string, { layer, shape, scores }: LayerScores): void => {
  const units = sizeOf(shape);
  if (scores.length !== units)
    throw new DumError(
      'bad-input',
      `${who}: layer ${show(layer)} of shape [${shape.join(', ')}] has ${units} units but ${scores.length} scores; give one for each unit`,
    );
  for (let unit = 0; unit < units; unit++)
    if (typeof scores[unit] !== 'number' || Number.isNaN(scores[unit]))
      throw new DumError(
        'bad-input',
        `${who}: unit ${unit} of layer ${show(layer)} has the score ${show(scores[unit])}; expected a number`,
      );
};
