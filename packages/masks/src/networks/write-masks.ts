import { tensor } from '@tensorflow/tfjs-core';
import { DumError, listOfKind, nearest, type OptionKind, requireOptions } from '@dum/errors';
import { maskSetKind } from '../mask-set/argument-kinds.js';
import type { LayerMask, MaskSet } from '../mask-set/mask-set.js';
import { haveSameUnits, unitsText } from '../units/granularity.js';
import type { PlacedMask } from './insert-masks.js';

/**
 * Writes mask sets, one for each task in order, into the masks of a masked network: the inverse of `readMasks`.
 *
 * Kept units get logit 1, dropped ones −1. Throws `bad-input`, and writes nothing, when the number of sets is not that of the tasks, or a
 * set lacks a masked layer, has one that is not masked, or has one with other units.
 *
 * @example
 * writeMasks(insertMasks(network), [found.masks]);
 */
export const writeMasks = (
  masked: { readonly masks: readonly Pick<PlacedMask, 'layer' | 'mask'>[] },
  maskSets: readonly MaskSet[],
): void => {
  requireOptions('writeMasks', { masked, maskSets }, { masked: maskedKind, maskSets: listOfKind('a list of sets of masks', maskSetKind) });
  const { masks } = masked;
  for (const set of maskSets) requireKnownLayers(masks, set);
  const written = masks.map(({ layer, mask: { name, logits, granularity } }) => {
    const [tasks, ...units] = logits.shape as [number, ...number[]];
    if (maskSets.length !== tasks) {
      throw new DumError(
        'bad-input',
        `writeMasks: ${maskSets.length} mask sets were given; "${name}" holds ${tasks} tasks, so expected ${tasks}`,
      );
    }
    return { logits, values: maskSets.flatMap((set) => logitsOf(layerOf(set, layer, { shape: units, granularity }))) };
  });
  for (const { logits, values } of written) {
    const value = tensor(values, logits.shape as number[]);
    logits.write(value);
    value.dispose();
  }
};

const maskedKind: OptionKind = {
  expected: 'what insertMasks gives',
  holds: (value) => typeof value === 'object' && value !== null && 'masks' in value && Array.isArray(value.masks),
};

const logitsOf = ({ kept }: LayerMask): number[] => Array.from(kept, (bit) => (bit === 1 ? 1 : -1));

const layerOf = (set: MaskSet, layer: string, units: Pick<LayerMask, 'shape' | 'granularity'>): LayerMask => {
  const found = set.layers.find((candidate) => candidate.layer === layer);
  if (found !== undefined && found.shape.join() === units.shape.join() && haveSameUnits(found.granularity, units.granularity)) return found;
  const came = found === undefined ? `only ${set.layers.map((other) => other.layer).join(', ')}` : `one of ${described(found)}`;
  throw new DumError('bad-input', `writeMasks: layer "${layer}" needs a mask of ${described(units)}; the mask set has ${came}`);
};

const described = ({ granularity, shape }: Pick<LayerMask, 'shape' | 'granularity'>): string =>
  `${unitsText(granularity)}, of shape [${shape.join(', ')}]`;

const requireKnownLayers = (masks: readonly Pick<PlacedMask, 'layer' | 'mask'>[], set: MaskSet): void => {
  const names = masks.map(({ layer }) => layer);
  const unknown = set.layers.find(({ layer }) => !names.includes(layer));
  if (unknown === undefined) return;
  const close = nearest(unknown.layer, names);
  throw new DumError(
    'bad-input',
    `writeMasks: the mask set has a layer "${unknown.layer}", which is not masked here; the masked layers are ${names.join(', ')}.${close === undefined ? '' : ` Did you mean "${close}"?`}`,
  );
};
