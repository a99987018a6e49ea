import { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { Layer } from '../layers/layer.js';
import { UnitMask } from '../layers/unit-mask.js';
import { builtInRules } from './built-in.js';
import type { LayerRule } from './layer-rule.js';
import { requireRule } from './_require-rule.js';

const rules = new Map<string, LayerRule>();

const add = (rule: LayerRule): void => {
  for (const name of rule.classNames) rules.set(name, rule);
};

builtInRules.forEach(add);

/** Classes of inputs and of nested networks, whose layers have their own rules. */
const structural: readonly string[] = ['InputLayer', 'Sequential', 'Model', 'Functional'];

/**
 * Registers a rule for a custom class of layers, so that networks with them can be masked, counted and, if the rule has an `extract`,
 * extracted.
 *
 * It applies to every network of this thread from then on. Throws `bad-input` for an invalid rule, and for a class that has a rule already,
 * as those of TensorFlow.js have.
 *
 * @example
 * registerLayerRule({ classNames: ['Mish'], flow: 'keeps', extract: elementwise });
 */
export const registerLayerRule = (rule: LayerRule): void => {
  const who = 'registerLayerRule';
  requireRule(who, rule);
  const taken = rule.classNames.find(
    (name, index) => rules.has(name) || structural.includes(name) || rule.classNames.indexOf(name) < index,
  );
  if (taken !== undefined) {
    throw new DumError(
      'bad-input',
      `${who}: the class "${taken}" has a rule already; expected a custom class, so give its layers another className`,
    );
  }
  add({ ...rule, classNames: [...rule.classNames] });
};

/** The rule of an input or of a nested network, as a whole. */
const closed: LayerRule = { classNames: ['InputLayer'], flow: 'forms' };

/** The rule of a layer's class; undefined for a class that has none. */
export const ruleOf = (layer: Layer): LayerRule | undefined =>
  layer instanceof LayersModel || layer.getClassName() === 'InputLayer' ? closed : rules.get(layer.getClassName());

/** The classes of layers that can come before and after masks, sorted. */
export const maskableLayers = (): string[] => namesOf([...rules]);

/** The classes of layers that can be extracted, sorted. */
export const extractableLayers = (): string[] => namesOf([...rules].filter(([, { extract }]) => extract !== undefined));

const namesOf = (entries: readonly (readonly [string, LayerRule])[]): string[] =>
  entries
    .map(([name]) => name)
    .filter((name) => name !== UnitMask.className)
    .sort();
