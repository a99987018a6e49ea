import { arrayOf, DumError, objectWith, requireOptions } from '@dum/errors';
import { hashWords } from './hash-words.js';
import type { RowSource } from './row-source.js';

/**
 * Selects samples of a source, in the given order, without reading them; indices may repeat.
 *
 * Samples in memory stay in memory: consecutive ones share it, others are copied.
 *
 * @throws DumError 'bad-input' for an index outside the source.
 *
 * @example
 * const everyTenth = subset(source, Array.from({ length: source.count / 10 }, (_, at) => 10 * at));
 */
export const subset = (source: RowSource, indices: ArrayLike<number>): RowSource => {
  requireOptions('subset', { source, indices }, kinds);
  const { count, sampleShape } = source;
  const places = Uint32Array.from(indices);
  for (let at = 0; at < places.length; at++) {
    const index = indices[at]!;
    if (index !== places[at] || index >= count)
      throw new DumError('bad-input', `subset: index ${index} at position ${at}; expected whole numbers from 0 to ${count - 1}`);
  }
  if (source.subset !== undefined) return source.subset(places);
  return Object.freeze({
    count: places.length,
    sampleShape,
    get identity() {
      return `${places.length} (${hashWords(places)}) of ${source.identity}`;
    },
    rows: (of: ArrayLike<number>) => source.rows(Uint32Array.from(of, (at) => places[at]!)),
    subset: (of: ArrayLike<number>) =>
      subset(
        source,
        Uint32Array.from(of, (at) => places[at]!),
      ),
  });
};

const kinds = {
  source: objectWith('a source of samples, such as the source of a split', ['count', 'sampleShape', 'rows']),
  indices: arrayOf('a list of indices of samples'),
};

/** The indices 0 to `count` − 1. */
export const firstPlaces = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, place) => place);
