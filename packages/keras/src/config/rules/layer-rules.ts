import { activations } from './activations.js';
import { convolutions } from './convolutions.js';
import { dense } from './dense.js';
import type { LayerRule, LayerRules } from './layer-rule.js';
import { mergers } from './merging.js';
import { normalizations } from './normalizations.js';
import { pooling } from './pooling.js';
import { reshaping } from './reshaping.js';
import { trainingOnly } from './training-only.js';

const rules: LayerRules = {
  ...dense,
  ...convolutions,
  ...normalizations,
  ...activations,
  ...pooling,
  ...reshaping,
  ...mergers,
  ...trainingOnly,
};

/** The rule of a Keras class; undefined for one that cannot be imported. */
export const ruleOf = (className: string): LayerRule | undefined => (Object.hasOwn(rules, className) ? rules[className] : undefined);

/**
 * The class names of the Keras layers that can be imported. Nested networks, and layers and networks that are called more than once,
 * can be imported too.
 */
export const supportedLayers: readonly string[] = ['InputLayer', 'Sequential', 'Functional', ...Object.keys(rules)].sort();
