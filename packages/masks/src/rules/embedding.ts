import type { LayerRule } from './layer-rule.js';

/** Embeddings: the numbers that they read are not units. */
export const embedding: LayerRule = { classNames: ['Embedding'], flow: 'forms' };
