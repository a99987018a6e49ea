import { DumError, show } from '@dum/errors';
import { type Granularity, granularityOfShape, requireGranularity, unitsText } from '../units/granularity.js';
import { sizeOf } from '../size-of.js';

/** The mask of one layer: which of its units are kept. */
export interface LayerMask {
  /** Name of the masked layer. */
  readonly layer: string;
  /** All layers whose outputs these bits multiply, `layer` first, if there are several; they make or carry the same units. */
  readonly places?: readonly string[];
  /** What one bit switches. */
  readonly granularity: Granularity;
  /** Shape of the mask: `[channels]`, `[channels / size]` for groups of channels, `[height, width, channels]` for elements of an image. */
  readonly shape: readonly number[];
  /** 1 for a kept unit, 0 for a dropped one, row-major; as long as the product of `shape`. */
  readonly kept: Uint8Array;
}

/** The masks of a network: one bit for each unit of every masked layer, in network order; plain data. */
export interface MaskSet {
  /** Fingerprint of the network the masks belong to: a SHA-256 in lower-case hexadecimal. */
  readonly network: string;
  /** At least one layer; names are unique. */
  readonly layers: readonly LayerMask[];
}

/** One layer for {@link createMaskSet}: a {@link LayerMask} whose bits may be any list of numbers. */
export interface LayerMaskInput {
  readonly layer: string;
  readonly places?: readonly string[];
  /** Default `channel` for a shape of one axis, else `element`. */
  readonly granularity?: Granularity;
  readonly shape: readonly number[];
  readonly kept: ArrayLike<number>;
}

/** The mask of the same layer with other bits, which are not copied. */
export const withBits = (
  { layer, places = [layer], shape, granularity = granularityOfShape(shape) }: Omit<LayerMaskInput, 'kept'>,
  kept: Uint8Array,
): LayerMask => ({
  layer,
  ...(places.length > 1 ? { places: [...places] } : {}),
  granularity: typeof granularity === 'object' ? { ...granularity } : granularity,
  shape: [...shape],
  kept,
});

const fingerprintPattern = /^[0-9a-f]{64}$/;

const refuse = (reason: string): never => {
  throw new DumError('bad-input', `createMaskSet: ${reason}`);
};

const copyLayer = (mask: LayerMaskInput): LayerMask => {
  const { layer, shape, kept, granularity = granularityOfShape(shape) } = mask;
  if (shape.length === 0 || !shape.every((size) => Number.isSafeInteger(size) && size > 0))
    refuse(`layer ${show(layer)} has shape [${shape.join(', ')}]; expected one or more whole numbers of at least 1`);
  requireGranularity(`createMaskSet: granularity of layer ${show(layer)}`, granularity);
  if (granularity !== 'element' && shape.length > 1)
    refuse(`layer ${show(layer)} has shape [${shape.join(', ')}]; a mask of ${unitsText(granularity)} has one axis, so expected one size`);
  const units = sizeOf(shape);
  if (kept.length !== units)
    refuse(
      `layer ${show(layer)} of shape [${shape.join(', ')}] has ${units} units but ${kept.length} values in kept; give each unit a 0 or a 1`,
    );
  for (let unit = 0; unit < units; unit++)
    if (kept[unit] !== 0 && kept[unit] !== 1)
      refuse(`unit ${unit} of layer ${show(layer)} is ${show(kept[unit])}; expected 0 (dropped) or 1 (kept)`);
  return withBits(mask, Uint8Array.from(kept));
};

const isName = (name: unknown): boolean => typeof name === 'string' && name !== '';

/** The names of a mask's places, its layer's first. */
const namesOf = ({ layer, places = [layer] }: LayerMaskInput): readonly string[] => {
  if (!isName(layer)) refuse(`a layer is named ${show(layer)}; expected a non-empty text`);
  const list: unknown = places;
  if (!Array.isArray(list) || list[0] !== layer || !list.every(isName))
    refuse(`layer ${show(layer)} has places ${show(places)}; expected names of layers, its own first`);
  return places;
};

/**
 * Creates a checked {@link MaskSet} that shares no memory with its arguments.
 *
 * @param network - fingerprint of the network: 64 lower-case hexadecimal digits
 * @param layers - masked layers in network order
 * @throws DumError 'bad-input' when the fingerprint is invalid, there is no layer, two layers share a name or a place, the places of a
 * layer don't begin with it, a shape is empty or has a size that is not a whole number of at least 1, a granularity is invalid or doesn't
 * match the shape, or `kept` is not one 0 or 1 for each unit
 *
 * @example
 * createMaskSet(fingerprint, [{ layer: 'dense_3', shape: [3], kept: [1, 0, 1] }]);
 */
export const createMaskSet = (network: string, layers: readonly LayerMaskInput[]): MaskSet => {
  if (!fingerprintPattern.test(network))
    refuse(`the network is ${show(network)}; expected its fingerprint, 64 lower-case hexadecimal digits`);
  if (layers.length === 0) refuse('there is no layer; expected at least one masked layer');
  const names = new Set<string>();
  for (const name of layers.flatMap(namesOf)) {
    if (names.has(name)) refuse(`two layers are named ${show(name)}; give each masked layer once`);
    names.add(name);
  }
  return { network, layers: layers.map(copyLayer) };
};
