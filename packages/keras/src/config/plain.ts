import { isList, isObject, type Json, type JsonObject } from './json.js';

// what Keras writes around an array, a tensor and a tuple
const unwrapped = ({ class_name: className, config, items, type, value }: JsonObject): Json | undefined => {
  if (className === '__numpy__' || className === '__tensor__') return isObject(config) ? config.value : undefined;
  if (className === '__tuple__') return items;
  return type === 'ndarray' ? value : undefined;
};

/** A value of a config without what Keras writes around arrays, tensors and tuples: their values in lists. */
export const plain = (value: Json): Json => {
  if (isList(value)) return value.map(plain);
  if (!isObject(value)) return value;
  const inner = unwrapped(value);
  return inner === undefined ? value : plain(inner);
};

/** A config, every value of which is {@link plain}. */
export const plainConfig = (config: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, plain(value)]));
