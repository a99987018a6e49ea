import { isList, isObject, type Json, show } from '../json.js';
import type { KerasLayer } from '../keras-layer.js';
import type { Report } from '../../refusal/problems.js';
import { portableActivations } from '../portable-activations.js';
import type { Step } from './layer-rule.js';

const same = [...portableActivations, 'relu6', 'mish'];
const renamed: Readonly<Record<string, string>> = { silu: 'swish', ...Object.fromEntries(same.map((name) => [name, name])) };

/** The names of the activation functions that can be imported. */
export const activationNames: readonly string[] = [...Object.keys(renamed), 'hard_sigmoid', 'hard_silu', 'hard_swish'].sort();

/** What TensorFlow.js calls an activation function; undefined for one that it lacks. */
export const renamedActivation = (name: string): string | undefined => (Object.hasOwn(renamed, name) ? renamed[name] : undefined);

const rescaling = (scale: number, offset: number): Step => ({ className: 'Rescaling', config: { scale, offset } });

// Keras 3: relu6(x + 3) / 6
const hardSigmoid: readonly Step[] = [rescaling(1, 3), { className: 'ReLU', config: { max_value: 6 } }, rescaling(1 / 6, 0)];

const nameOf = (value: Json): Json => {
  if (!isObject(value)) return value ?? 'linear';
  if (value.class_name === 'function') return isObject(value.config) ? (value.config.name ?? null) : (value.config ?? null);
  return isList(value.config) || value.class_name === undefined ? null : value;
};

/** An activation as the setting of a layer, and the steps to take after the layer where TensorFlow.js has no such function. */
export interface ReadActivation {
  readonly activation: string;
  readonly after: readonly Step[];
}

/** Reads the activation of a layer. */
export const readActivation = ({ config, generation }: KerasLayer, report: Report): ReadActivation => {
  const name = nameOf(config.activation ?? null);
  const known = typeof name === 'string' ? renamedActivation(name) : undefined;
  if (known !== undefined) return { activation: known, after: [] };
  if (name === 'hard_sigmoid') return generation === 2 ? { activation: name, after: [] } : { activation: 'linear', after: hardSigmoid };
  if (name === 'hard_silu' || name === 'hard_swish') {
    // the product takes x itself from the layer, which is the step before these
    return {
      activation: 'linear',
      after: [...hardSigmoid, { className: 'Multiply', config: {}, inputs: [{ step: 0 }, { step: hardSigmoid.length }] }],
    };
  }
  report(`its activation is ${show(name)}; expected one of ${activationNames.join(', ')}`);
  return { activation: 'linear', after: [] };
};
