import type { JsonObject } from '../json.js';

/** Initializers that cost nothing, of these weights; the stored weights take their place. */
export const zeros = (...weights: readonly string[]): JsonObject =>
  Object.fromEntries(weights.map((name) => [`${name}_initializer`, { class_name: 'Zeros', config: {} }]));
