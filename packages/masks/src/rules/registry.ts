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

/** Classes of inputs and of networks within networks, whose layers have rules of their own. */
const structural: readonly string[] = ['InputLayer', 'Sequential', 'Model', 'Functional'];

/**
 * Says what layers of a class of your own do to units, so that networks with them can be masked, counted and, where the rule has an
 * `extract`, extracted.
 *
 * It holds from then on, in this thread, for every network. Throws `bad-input` for a rule of another form, and for a class that has a rule
 * already, as those of TensorFlow.js have.
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
      `${who}: the class "${taken}" has a rule already; expected a class of your own, so give its layers another className`,
    );
  }
  add({ ...rule, classNames: [...rule.classNames] });
};

/** The rule of an input, or of a network within a network: nothing of its inside is known. */
const closed: LayerRule = { classNames: ['InputLayer'], flow: 'forms' };

/** The rule of a layer's class; undefined for a class that has none. */
export const ruleOf = (layer: Layer): LayerRule | undefined =>
  layer instanceof LayersModel || layer.getClassName() === 'InputLayer' ? closed : rules.get(layer.getClassName());

/** The classes of layers that masks can stand behind and in front of, in order. */
export const maskableLayers = (): string[] => namesOf([...rules]);

/** The classes of layers that can be extracted, in order. */
export const extractableLayers = (): string[] => namesOf([...rules].filter(([, { extract }]) => extract !== undefined));

const namesOf = (entries: readonly (readonly [string, LayerRule])[]): string[] =>
  entries
    .map(([name]) => name)
    .filter((name) => name !== UnitMask.className)
    .sort();
