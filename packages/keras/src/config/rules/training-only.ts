import { carried, inert, type KeyRules, number } from './key-rule.js';
import { identity, type LayerRule, type LayerRules, type Occasion, single, type Step } from './layer-rule.js';

const noise: KeyRules = { seed: inert, rate: inert, stddev: inert, noise_shape: inert, data_format: inert };
const augmentation: KeyRules = {
  ...noise,
  ...Object.fromEntries(
    ['rng_type', 'mode', 'factor', 'fill_mode', 'fill_value', 'interpolation', 'height_factor', 'width_factor', 'value_range'].map(
      (key) => [key, inert],
    ),
  ),
};

const leaveOut = (note: Occasion['note']): readonly Step[] => {
  note('acts in training only and is left out');
  return identity;
};

const leftOut = (keys: KeyRules): LayerRule => ({ keys, steps: ({ note }) => leaveOut(note) });

/** Layers that act in training only. */
export const trainingOnly: LayerRules = {
  Dropout: {
    keys: { rate: carried(number), seed: inert, noise_shape: inert },
    // TensorFlow.js drops single values only
    steps: ({ layer: { config }, carried: taken, note }) =>
      (config.noise_shape ?? null) === null ? single('Dropout', taken) : leaveOut(note),
  },
  SpatialDropout2D: leftOut(noise),
  AlphaDropout: leftOut(noise),
  GaussianDropout: leftOut(noise),
  GaussianNoise: leftOut(noise),
  RandomFlip: leftOut(augmentation),
  RandomRotation: leftOut(augmentation),
  RandomZoom: leftOut(augmentation),
  RandomTranslation: leftOut(augmentation),
  RandomContrast: leftOut(augmentation),
  RandomBrightness: leftOut(augmentation),
  ActivityRegularization: { keys: { l1: inert, l2: inert }, steps: () => identity },
  Identity: { keys: {}, steps: () => identity },
};
