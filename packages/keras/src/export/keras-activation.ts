import { show, type Json } from '../config/json.js';
import { portableActivations } from '../config/portable-activations.js';
import type { Report } from '../refusal/problems.js';
import type { KerasStep } from './keras-step.js';

const relu = (most: number): KerasStep => ({ className: 'ReLU', config: { max_value: most, negative_slope: 0, threshold: 0 } });
const activation = (name: string): KerasStep => ({ className: 'Activation', config: { activation: name } });

const inSteps: Readonly<Record<string, readonly KerasStep[]>> = {
  relu6: [relu(6)],
  // 0.2 x + 0.5 between 0 and 1; by this name Keras 3 computes another function
  hard_sigmoid: [{ className: 'Rescaling', config: { scale: 0.2, offset: 0.5 } }, relu(1)],
  // x tanh(log(1 + e^x)); older versions of Keras lack the name
  mish: [activation('softplus'), activation('tanh'), { className: 'Multiply', config: {}, from: [0, 2] }],
};

/** The names of the activation functions that can be exported. */
export const exportedActivations: readonly string[] = [...portableActivations, ...Object.keys(inSteps)].sort();

/** An activation as a setting of a Keras layer, and the steps after the layer where no setting means the same in all versions. */
export const kerasActivation = (name: Json, report: Report): { readonly activation: string; readonly after: readonly KerasStep[] } => {
  if (typeof name === 'string' && portableActivations.includes(name)) return { activation: name, after: [] };
  if (typeof name === 'string' && Object.hasOwn(inSteps, name)) return { activation: 'linear', after: inSteps[name]! };
  report(`its activation is ${show(name)}; expected one of ${exportedActivations.join(', ')}`);
  return { activation: 'linear', after: [] };
};
