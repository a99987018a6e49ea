import { DumError, nearest, show } from '@dum/errors';
import type { LayerMask, MaskSet } from './mask-set.js';

const mostNames = 20;

const listNames = (names: readonly string[]): string =>
  names.length <= mostNames ? names.join(', ') : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;

/**
 * The mask of one layer, by name.
 *
 * @throws DumError 'bad-input' for a name that `masks` does not have, with the nearest one and the list
 */
export const findLayer = (who: string, masks: MaskSet, layer: string): LayerMask => {
  const found = masks.layers.find((candidate) => candidate.layer === layer);
  if (found !== undefined) return found;
  const names = masks.layers.map((candidate) => candidate.layer);
  const suggestion = nearest(String(layer), names);
  const hint = suggestion === undefined ? '' : ` Did you mean ${show(suggestion)}?`;
  throw new DumError('bad-input', `${who}: no masked layer is named ${show(layer)}; these masks have ${listNames(names)}.${hint}`);
};
