import { isList, type Json } from '../json.js';
import { readActivation } from './activation.js';
import { anything, axis, carried, handled, type Kind, number, only, sizesOrNone } from './key-rule.js';
import { type LayerRules, requireLast, single, type Step } from './layer-rule.js';

const numberOrNone: Kind = { expected: 'a number or null', accepts: (value) => value === null || number.accepts(value) };
const asNumber = (value: Json | undefined, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

const rescaling = (scale: number, offset: number): Step => ({ className: 'Rescaling', config: { scale, offset } });
const relu: Step = { className: 'ReLU', config: {} };
const leaky = (alpha: number): Step => ({ className: 'LeakyReLU', config: { alpha } });

// min(y, most) = most - relu(most - y)
const capped = (most: number): readonly Step[] => [rescaling(-1, most), relu, rescaling(-1, most)];

/** Layers that apply a function to each value, or to each row of values. */
export const activations: LayerRules = {
  Activation: {
    keys: { activation: handled(anything) },
    steps({ layer, report }) {
      const { activation, after } = readActivation(layer, report);
      return [{ className: 'Activation', config: { activation } }, ...after];
    },
  },
  ReLU: {
    keys: { max_value: handled(numberOrNone), negative_slope: handled(numberOrNone), threshold: handled(numberOrNone) },
    steps({ layer: { config }, report }) {
      const slope = asNumber(config.negative_slope, 0);
      const threshold = asNumber(config.threshold, 0);
      const most = typeof config.max_value === 'number' ? config.max_value : undefined;
      if (threshold !== 0) {
        if (slope !== 0 || most !== undefined) report(`its threshold ${threshold} together with a slope or a maximum is not supported`);
        return single('ThresholdedReLU', { theta: threshold });
      }
      if (slope === 0) return single('ReLU', most === undefined ? {} : { max_value: most });
      return [leaky(slope), ...(most === undefined ? [] : capped(most))];
    },
  },
  LeakyReLU: {
    keys: { negative_slope: handled(number), alpha: handled(number) },
    steps: ({ layer: { config } }) => [leaky(asNumber(config.negative_slope ?? config.alpha, 0.3))],
  },
  ELU: { keys: { alpha: only([1], 'TensorFlow.js computes an alpha of 1 only') } },
  PReLU: { keys: { shared_axes: carried(sizesOrNone) } },
  Softmax: {
    keys: { axis: handled(axis) },
    steps({ layer: { config } }) {
      const along = isList(config.axis) ? (config.axis[0] as number) : asNumber(config.axis, -1);
      return single(
        'Softmax',
        { axis: -1 },
        {
          finish(outline, report) {
            requireLast(along, outline, report);
            return {};
          },
        },
      );
    },
  },
};
