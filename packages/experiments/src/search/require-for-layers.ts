import { DumError, nearest, type OptionKind, requireOptions } from '@dum/errors';

/** A value for all masked layers, or one for each of them by its name. */
export type ForLayers = number | Readonly<Record<string, number>>;

/** Throws `bad-input` unless an option is a value of a kind, or a record of such values. */
export const requireForLayers = (who: string, option: string, given: ForLayers, kind: OptionKind): void => {
  if (typeof given !== 'object' || (given as unknown) === null || Array.isArray(given)) {
    requireOptions(who, { [option]: given }, { [option]: kind });
    return;
  }
  requireOptions(`${who}: ${option}`, given, Object.fromEntries(Object.keys(given).map((layer) => [layer, kind])));
};

/** How an option with a value for each layer is called in errors. */
export interface NamedForLayers {
  readonly option: string;
  /** What a layer gets, such as `price`. */
  readonly noun: string;
  /** What to do about a layer that has none. */
  readonly advice: string;
}

/** Throws `bad-input` if values by layer do not match the masked layers, naming the mismatch and all of these. */
export const requireMaskedLayers = (
  who: string,
  { option, noun, advice }: NamedForLayers,
  given: ForLayers,
  layers: readonly string[],
): void => {
  if (typeof given === 'number') return;
  const masked = `the masked layers are ${layers.join(', ')}`;
  const unknown = Object.keys(given).find((layer) => !layers.includes(layer));
  if (unknown !== undefined) {
    const close = nearest(unknown, layers);
    const hint = close === undefined ? `give each of them a ${noun}` : `did you mean "${close}"?`;
    throw new DumError('bad-input', `${who}: ${option} has a ${noun} for "${unknown}", which has no mask; ${masked}; ${hint}`);
  }
  const missing = layers.find((layer) => !Object.hasOwn(given, layer));
  if (missing === undefined) return;
  throw new DumError('bad-input', `${who}: ${option} has no ${noun} for "${missing}"; ${masked}; ${advice}`);
};
