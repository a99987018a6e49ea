import type { JsonObject } from '../json.js';

/** Zero initializers for these weights, which are cheap; the stored weights replace them. */
export const zeros = (...weights: readonly string[]): JsonObject =>
  Object.fromEntries(weights.map((name) => [`${name}_initializer`, { class_name: 'Zeros', config: {} }]));
