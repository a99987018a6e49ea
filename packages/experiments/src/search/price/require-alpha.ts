import { DumError, finiteNumber, nearest, requireOptions } from '@dum/errors';
import type { Alpha } from '@dum/masks/mask-set';

/** Throws `bad-input` unless alpha is a price or a record of prices. */
export const requireAlpha = (who: string, alpha: Alpha): void => {
  if (typeof alpha !== 'object' || (alpha as unknown) === null || Array.isArray(alpha)) {
    requireOptions(who, { alpha: alpha as number }, { alpha: finiteNumber({ atLeast: 0 }) });
    return;
  }
  const kinds = Object.fromEntries(Object.keys(alpha).map((layer) => [layer, finiteNumber({ atLeast: 0 })]));
  requireOptions(`${who}: alpha`, alpha, kinds);
};

/** Throws `bad-input` if prices by layer do not match the masked layers, naming the mismatch and all of these. */
export const requireAlphaOfLayers = (who: string, alpha: Alpha, layers: readonly string[]): void => {
  if (typeof alpha === 'number') return;
  const masked = `the masked layers are ${layers.join(', ')}`;
  const unknown = Object.keys(alpha).find((layer) => !layers.includes(layer));
  if (unknown !== undefined) {
    const close = nearest(unknown, layers);
    const hint = close === undefined ? 'give each of them a price' : `did you mean "${close}"?`;
    throw new DumError('bad-input', `${who}: alpha has a price for "${unknown}", which has no mask; ${masked}; ${hint}`);
  }
  const missing = layers.find((layer) => !Object.hasOwn(alpha, layer));
  if (missing === undefined) return;
  throw new DumError(
    'bad-input',
    `${who}: alpha has no price for "${missing}"; ${masked}; give each of them a price, 0 where units are free`,
  );
};
