import { tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, nearest, objectWith, requireOptions } from '@dum/errors';
import { sizeOf } from '../size-of.js';
import { insertMasks, type PlacedMask } from './insert-masks.js';
import { requireModel } from './require-model.js';

/** Numbers of units, from 0, by the name of their layer, as {@link keptIndicesByLayer} gives them. */
export type UnitsByLayer = Readonly<Record<string, readonly number[]>>;

/**
 * Copies a network with some of its units switched off: they are 0 wherever they are read.
 *
 * Layers are named as in mask sets, by the first layer behind which the units are masked, such as the activation behind a convolution; any
 * other layer of units can be named too, and is then masked directly behind it. The given network stays as it is. Dispose of the copy.
 *
 * To keep some units and switch all others of their layers off, see {@link keepOnly}.
 *
 * @throws DumError 'bad-input' for a layer that the network does not have or whose units can't be masked, and a number that is no unit.
 *
 * @example
 * const without = turnOff(network, { dense_300: [3, 17] });
 */
export const turnOff = (network: LayersModel, units: UnitsByLayer): LayersModel => withBits('turnOff', network, units, 0);

/**
 * Copies a network that keeps only some units of the named layers: all others of these layers are 0 wherever they are read. Layers that are
 * not named keep all units.
 *
 * Layers are named, and errors thrown, as by {@link turnOff}.
 *
 * @example
 * const alone = keepOnly(network, keptIndicesByLayer(subnetwork.masks));
 */
export const keepOnly = (network: LayersModel, units: UnitsByLayer): LayersModel => withBits('keepOnly', network, units, 1);

/** A copy in which the listed units of each layer have this bit, and its others the opposite one. */
const withBits = (who: string, network: LayersModel, units: UnitsByLayer, bit: 0 | 1): LayersModel => {
  requireModel(who, network);
  requireOptions(who, { units }, { units: objectWith('numbers of units by the name of their layer, such as { dense_300: [3, 17] }', []) });
  const { masked, masks } = placeMasks(who, network, Object.keys(units));
  try {
    const numbersOf = requireUnits(who, masks, units);
    for (const placed of masks) {
      const { logits } = placed.mask;
      const numbers = new Set(numbersOf.get(placed));
      const isNamed = numbersOf.has(placed);
      const values = Float32Array.from({ length: sizeOf(logits.shape as number[]) }, (_, unit) =>
        !isNamed || numbers.has(unit) === (bit === 1) ? 1 : -1,
      );
      const written = tensor(values, logits.shape as number[]);
      logits.write(written);
      written.dispose();
    }
    return masked;
  } catch (error) {
    masked.dispose();
    throw error;
  }
};

/** The numbers of the units of each mask. Refuses one that is no unit. */
const requireUnits = (who: string, masks: readonly PlacedMask[], units: UnitsByLayer): Map<PlacedMask, readonly number[]> => {
  const numbersOf = new Map<PlacedMask, readonly number[]>();
  for (const [layer, numbers] of Object.entries(units)) {
    const placed = masks.find(({ places }) => places.includes(layer))!;
    requireNumbers(who, layer, numbers, sizeOf(placed.mask.logits.shape.slice(1)));
    numbersOf.set(placed, [...(numbersOf.get(placed) ?? []), ...numbers]);
  }
  return numbersOf;
};

const placeMasks = (who: string, network: LayersModel, layers: readonly string[]) => {
  const unknown = layers.find((name) => !network.layers.some((layer) => layer.name === name));
  if (unknown !== undefined) {
    const names = network.layers.map(({ name }) => name);
    const guess = nearest(unknown, names);
    throw new DumError(
      'bad-input',
      `${who}: "${network.name}" has no layer "${unknown}"; ${guess === undefined ? `expected one of ${names.join(', ')}` : `did you mean "${guess}"?`}`,
    );
  }
  const usual = insertMasks(network);
  if (layers.every((name) => usual.masks.some(({ places }) => places.includes(name)))) return { masked: usual.network, masks: usual.masks };
  usual.network.dispose();
  const chosen = insertMasks(network, { layers });
  return { masked: chosen.network, masks: chosen.masks };
};

const requireNumbers = (who: string, layer: string, numbers: unknown, count: number): void => {
  const isUnit = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) < count;
  const odd: unknown = Array.isArray(numbers) ? numbers.find((value) => !isUnit(value)) : numbers;
  if (Array.isArray(numbers) && numbers.every(isUnit)) return;
  throw new DumError('bad-input', `${who}: a unit of "${layer}" is ${JSON.stringify(odd)}; expected whole numbers from 0 to ${count - 1}`);
};
