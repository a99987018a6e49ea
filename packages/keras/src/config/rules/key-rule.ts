import type { Report } from '../../refusal/problems.js';
import { isFalse, isList, isTrue, type Json, type JsonObject, show } from '../json.js';

/** What a value of a config must be. */
export interface Kind {
  readonly expected: string;
  readonly accepts: (value: Json) => boolean;
  /** Converts the value for rules and for TensorFlow.js. Default: the value as it is. */
  readonly read?: (value: Json) => Json;
}

const isSize = (value: Json): boolean => Number.isInteger(value) && (value as number) > 0;
const isNumber = (value: Json): value is number => typeof value === 'number' && Number.isFinite(value);

export const number: Kind = { expected: 'a number', accepts: isNumber };
export const flag: Kind = { expected: 'true or false', accepts: (value) => isTrue(value) || isFalse(value), read: isTrue };
export const size: Kind = { expected: 'a whole number above 0', accepts: isSize };
export const sizes: Kind = {
  expected: 'whole numbers above 0',
  accepts: (value) => isSize(value) || (isList(value) && value.length > 0 && value.every(isSize)),
};
export const sizesOrNone: Kind = { expected: sizes.expected, accepts: (value) => value === null || sizes.accepts(value) };
export const integer: Kind = { expected: 'a whole number', accepts: (value) => Number.isInteger(value) };
export const axis: Kind = {
  expected: 'one axis',
  accepts: (value) => Number.isInteger(value) || (isList(value) && value.length === 1 && Number.isInteger(value[0])),
};
export const ones: Kind = { expected: '1', accepts: (value) => value === 1 || (isList(value) && value.every((item) => item === 1)) };
export const anything: Kind = { expected: 'anything', accepts: () => true };
export const oneOf = (...words: readonly Json[]): Kind => ({
  expected: words.map(show).join(' or '),
  accepts: (value) => words.includes(value) || (isFalse(value) && words.includes(false)),
});

/** What becomes of a key of a Keras config. */
export interface KeyRule {
  readonly kind: Kind;
  /** Whether TensorFlow.js gets it unchanged. */
  readonly carried: boolean;
  /** Why another value is refused. */
  readonly reason?: string;
}

/** Rules by key. */
export type KeyRules = Readonly<Record<string, KeyRule>>;

/** A key that TensorFlow.js takes as it is. */
export const carried = (kind: Kind): KeyRule => ({ kind, carried: true });
/** A key that the rule of the layer reads itself. */
export const handled = (kind: Kind): KeyRule => ({ kind, carried: false });
/** A key that may have these values only; others would change what the layer computes. */
export const only = (values: readonly Json[], reason?: string): KeyRule => ({
  kind: oneOf(...values),
  carried: false,
  ...(reason === undefined ? {} : { reason }),
});
/** A key without effect on what the layer computes. */
export const inert: KeyRule = { kind: anything, carried: false };

/** Layers that compute on images take the channels last. */
export const channelsLast = only(['channels_last', null], 'only channels_last is supported');

const everywhere: KeyRules = {
  name: inert,
  trainable: inert,
  dtype: inert, // checked with its layer
  autocast: inert,
  batch_input_shape: inert, // read with its network
  quantization_config: only([null], 'quantized layers are not supported'),
};
/** True for a setting that affects only the initialization and training of a layer. */
export const isOfTraining = (key: string): boolean => /_(initializer|regularizer|constraint)$/.test(key);

/** A config with its values read, and the part of it that TensorFlow.js takes unchanged. */
interface ReadKeys {
  readonly config: JsonObject;
  readonly carried: JsonObject;
}

/** Checks every key of a config against the rules, and reads its value. */
export const readKeys = (config: JsonObject, rules: KeyRules, report: Report): ReadKeys => {
  const known: KeyRules = { ...everywhere, ...rules };
  const read: Record<string, Json> = { ...config };
  const taken: Record<string, Json> = {};
  for (const [key, value] of Object.entries(config)) {
    if (isOfTraining(key)) continue;
    const rule = Object.hasOwn(known, key) ? known[key] : undefined;
    if (rule === undefined) report(`its setting ${key} (${show(value)}) is not known, and could change what it computes`);
    else if (!rule.kind.accepts(value)) report(`its ${key} is ${show(value)}; ${rule.reason ?? `expected ${rule.kind.expected}`}`);
    else {
      read[key] = rule.kind.read?.(value) ?? value;
      if (rule.carried) taken[key] = read[key];
    }
  }
  return { config: read, carried: taken };
};
