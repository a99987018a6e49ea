import type { LayerOutline } from '@dum/backend';
import type { Report } from '../../refusal/problems.js';
import { isList, type Json, type JsonObject, show } from '../json.js';
import { anything, axis, carried, flag, handled, type KeyRules, number, only } from './key-rule.js';
import { type LayerRules, requireLast, single } from './layer-rule.js';

const oneAxis = (value: Json | undefined): number => (isList(value) ? (value[0] as number) : ((value as number | undefined) ?? -1));

const batch: KeyRules = {
  axis: handled(axis),
  momentum: carried(number),
  epsilon: carried(number),
  center: carried(flag),
  scale: carried(flag),
  synchronized: { kind: anything, carried: false }, // how it trains on several devices
  renorm: only([false, null], 'batch renormalization is not supported'),
  renorm_clipping: { kind: anything, carried: false },
  renorm_momentum: { kind: anything, carried: false },
  fused: { kind: anything, carried: false },
  virtual_batch_size: only([null], 'virtual batches are not supported'),
};

const mostRank = 4;

const finishBatch =
  (along: number) =>
  (outline: LayerOutline, report: Report): JsonObject => {
    const [shape = []] = outline.inputs;
    requireLast(along, outline, report);
    if (shape.length > mostRank) report(`its input has rank ${shape.length}; TensorFlow.js normalizes at most rank ${mostRank}`);
    return { axis: shape.length - 1 };
  };

// Keras divides by no less than 1e-7
const leastVariance = 1e-14;

/** A number, or one for each channel, unwrapped from nested lists of one item. */
const channelNumbers = (value: Json): readonly number[] | undefined => {
  if (isList(value) && value.length === 1) return channelNumbers(value[0]!);
  const all = isList(value) ? value : [value];
  return all.length > 0 && all.every((item) => typeof item === 'number' && Number.isFinite(item)) ? (all as readonly number[]) : undefined;
};

/** The variances of a Normalization, bounded below as in Keras. */
export const boundedVariances = (variances: ArrayLike<number>): number[] => Array.from(variances, (one) => Math.max(one, leastVariance));

/** The config of a BatchNormalization that only subtracts a mean and divides by a deviation. */
const standardizing = { center: false, scale: false, epsilon: 0 };

/** Layers that normalize. */
export const normalizations: LayerRules = {
  BatchNormalization: {
    keys: batch,
    steps: ({ layer, carried: config }) => single('BatchNormalization', config, { finish: finishBatch(oneAxis(layer.config.axis)) }),
  },
  LayerNormalization: {
    keys: {
      axis: handled(axis),
      epsilon: carried(number),
      center: carried(flag),
      scale: carried(flag),
      rms_scaling: only([false], 'TensorFlow.js does not scale by the root mean square'),
    },
    steps({ layer, carried: config }) {
      const along = oneAxis(layer.config.axis);
      const finish = (outline: LayerOutline, report: Report): JsonObject => {
        requireLast(along, outline, report);
        return { axis: -1 };
      };
      return single('LayerNormalization', { ...config, axis: -1 }, { finish });
    },
  },
  Normalization: {
    keys: {
      axis: handled(axis),
      mean: handled(anything),
      variance: handled(anything),
      invert: only([false], 'inverted normalization is not supported'),
    },
    steps({ layer, report }) {
      const { mean = null, variance = null } = layer.config;
      const step = { finish: finishBatch(oneAxis(layer.config.axis)) };
      if (mean === null && variance === null) return single('BatchNormalization', standardizing, step);
      const [means, variances] = [channelNumbers(mean), channelNumbers(variance)];
      if (means === undefined || variances === undefined) {
        report('its mean and variance are not one number for each channel');
        return single('BatchNormalization', standardizing, step);
      }
      return single('BatchNormalization', standardizing, {
        ...step,
        constants: { moving_mean: means, moving_variance: boundedVariances(variances) },
      });
    },
  },
  Rescaling: {
    keys: { scale: handled(anything), offset: handled(anything) },
    steps({ layer, report }) {
      const [scale, offset] = [channelNumbers(layer.config.scale ?? 1), channelNumbers(layer.config.offset ?? 0)];
      if (scale === undefined || offset === undefined) {
        report(
          `its scale is ${show(layer.config.scale)} and its offset ${show(layer.config.offset)}; expected a number each, or one for each channel`,
        );
        return [];
      }
      if (scale.length === 1 && offset.length === 1) return single('Rescaling', { scale: scale[0]!, offset: offset[0]! });
      // a number for each channel: a normalization with nothing to subtract and 1 to divide by
      return single(
        'BatchNormalization',
        { epsilon: 0 },
        { finish: finishBatch(-1), constants: { gamma: scale, beta: offset, moving_mean: [0], moving_variance: [1] } },
      );
    },
  },
};
