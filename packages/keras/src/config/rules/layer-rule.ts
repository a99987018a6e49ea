import type { LayerOutline } from '@dum/backend';
import type { Report } from '../../refusal/problems.js';
import type { Call } from '../calls.js';
import type { JsonObject } from '../json.js';
import type { KerasLayer } from '../keras-layer.js';
import type { KeyRules } from './key-rule.js';
import { showShape } from './show-shape.js';

/** Where a step takes an input from: the call of the Keras layer, or an earlier step. */
type StepInput = { readonly call: number } | { readonly step: number };

/** Checks and completes a step's config once the shapes around it are known. */
export type Finish = (outline: LayerOutline, report: Report) => JsonObject;

/** Weights that stand in the config, by the names that TensorFlow.js gives them. */
export type ConstantWeights = Readonly<Record<string, readonly number[]>>;

/** One layer of TensorFlow.js; a Keras layer becomes a chain of one or more. */
export interface Step {
  readonly className: string;
  readonly config: JsonObject;
  /** The step before it, or all inputs of the call for the first, where it isn't said. */
  readonly inputs?: readonly StepInput[];
  readonly finish?: Finish;
  readonly constants?: ConstantWeights;
}

/** What a rule knows of the layer that it makes steps of. */
export interface Occasion {
  readonly layer: KerasLayer;
  readonly calls: readonly Call[];
  /** The config as far as TensorFlow.js takes it as it is. */
  readonly carried: JsonObject;
  readonly report: Report;
  /** Tells of something that is no problem but worth knowing. */
  readonly note: (text: string) => void;
}

/** How a Keras layer is imported. */
export interface LayerRule {
  readonly keys: KeyRules;
  /** The layers of TensorFlow.js that compute the same; the class of that name with what is carried, where it isn't said. */
  readonly steps?: (occasion: Occasion) => readonly Step[];
}

/** Rules by Keras class. */
export type LayerRules = Readonly<Record<string, LayerRule>>;

/** The chain of a single step. */
export const single = (className: string, config: JsonObject, more: Omit<Step, 'className' | 'config'> = {}): readonly Step[] => [
  { className, config, ...more },
];

/** A step that gives back what it takes. */
export const identity: readonly Step[] = single('Activation', { activation: 'linear' });

/** An axis of a shape counted from 0, or undefined where it has no such axis. */
const axisIn = (axis: number, shape: readonly unknown[]): number | undefined => {
  const at = axis < 0 ? axis + shape.length : axis;
  return at >= 0 && at < shape.length ? at : undefined;
};

/** Refuses an axis that is not the last of the input. */
export const requireLast = (axis: number, { inputs: [shape = []] }: LayerOutline, report: Report): void => {
  if (axisIn(axis, shape) !== shape.length - 1) {
    report(`its axis is ${axis} of an input of shape ${showShape(shape)}; TensorFlow.js computes it right for the last axis only`);
  }
};
