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
  /** What it reads. Default: the step before it, or, for the first step, all inputs of the call. */
  readonly inputs?: readonly StepInput[];
  readonly finish?: Finish;
  readonly constants?: ConstantWeights;
}

/** What a rule is given to convert a layer. */
export interface Occasion {
  readonly layer: KerasLayer;
  readonly calls: readonly Call[];
  /** The part of the config that TensorFlow.js takes unchanged. */
  readonly carried: JsonObject;
  readonly report: Report;
  /** Records a note: something worth knowing that is not a problem. */
  readonly note: (text: string) => void;
}

/** How a Keras layer is imported. */
export interface LayerRule {
  readonly keys: KeyRules;
  /** The layers of TensorFlow.js that compute the same. Default: one layer of the same class, with the carried config. */
  readonly steps?: (occasion: Occasion) => readonly Step[];
}

/** Rules by Keras class. */
export type LayerRules = Readonly<Record<string, LayerRule>>;

/** The chain of a single step. */
export const single = (className: string, config: JsonObject, more: Omit<Step, 'className' | 'config'> = {}): readonly Step[] => [
  { className, config, ...more },
];

/** A step that returns its input. */
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
