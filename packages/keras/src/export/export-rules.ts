import type { Json, JsonObject } from '../config/json.js';
import type { Report } from '../refusal/problems.js';
import { kerasActivation } from './keras-activation.js';
import type { KerasStep } from './keras-step.js';

/** A layer of TensorFlow.js with the keys and values of Keras. */
export interface ExportOccasion {
  readonly config: JsonObject;
  /** The shapes of its weights, by name. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
  readonly report: Report;
}

/** Gives the Keras layers that compute what a layer of TensorFlow.js does. */
export type ExportRule = (occasion: ExportOccasion) => readonly KerasStep[];

const as =
  (className: string, more: JsonObject = {}): ExportRule =>
  ({ config }) => [{ className, config: { ...config, ...more } }];

const activated =
  (className: string, more: (occasion: ExportOccasion) => JsonObject = () => ({})): ExportRule =>
  (occasion) => {
    const { config, report } = occasion;
    const { activation, after } = kerasActivation(config.activation ?? 'linear', report);
    return [{ className, config: { ...config, ...more(occasion), activation } }, ...after];
  };

const sameClass = (rule: (className: string) => ExportRule, ...classes: readonly string[]): Readonly<Record<string, ExportRule>> =>
  Object.fromEntries(classes.map((className) => [className, rule(className)]));

// a size that TensorFlow.js works out is null there and -1 in Keras
const openSizes = (sizes: Json | undefined): Json => (Array.isArray(sizes) ? sizes.map((size: Json) => size ?? -1) : (sizes ?? null));

const rules: Readonly<Record<string, ExportRule>> = {
  ...sameClass(activated, 'Activation', 'Dense', 'Conv2D', 'Conv2DTranspose', 'DepthwiseConv2D'),
  // its config does not say how many channels each channel becomes; its kernel does
  SeparableConv2D: activated('SeparableConv2D', ({ weights }) => ({ depth_multiplier: weights.get('depthwise_kernel')?.at(-1) ?? 1 })),
  ...sameClass(as, 'BatchNormalization', 'LayerNormalization', 'Rescaling'),
  ...sameClass(as, 'LeakyReLU', 'PReLU', 'ELU', 'Softmax'),
  ReLU: ({ config: { max_value = null, ...config } }) => [
    { className: 'ReLU', config: { ...config, max_value, negative_slope: 0, threshold: 0 } },
  ],
  ThresholdedReLU: ({ config: { theta = 1, ...config } }) => [
    { className: 'ReLU', config: { ...config, max_value: null, negative_slope: 0, threshold: theta } },
  ],
  ...sameClass(as, 'MaxPooling2D', 'AveragePooling2D', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D'),
  ...sameClass(as, 'Flatten', 'Permute', 'ZeroPadding2D', 'Cropping2D', 'UpSampling2D'),
  Reshape: ({ config }) => [{ className: 'Reshape', config: { ...config, target_shape: openSizes(config.target_shape) } }],
  ...sameClass(as, 'Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate'),
  ...sameClass(as, 'Dropout', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'),
};

/** The rule of a class of TensorFlow.js; undefined for one that cannot be exported. */
export const exportRuleOf = (className: string): ExportRule | undefined => (Object.hasOwn(rules, className) ? rules[className] : undefined);

/** The layers of TensorFlow.js that can be exported, by class name. */
export const exportedLayers: readonly string[] = ['InputLayer', ...Object.keys(rules)].sort();
