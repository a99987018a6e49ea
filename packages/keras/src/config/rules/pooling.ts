import type { LayerOutline } from '@dum/backend';
import type { Report } from '../../refusal/problems.js';
import type { JsonObject } from '../json.js';
import { carried, channelsLast, flag, handled, type KeyRules, oneOf, sizes, sizesOrNone } from './key-rule.js';
import { type LayerRule, type LayerRules, single } from './layer-rule.js';

const windowed: LayerRule = {
  keys: {
    pool_size: carried(sizes),
    strides: carried(sizesOrNone),
    padding: carried(oneOf('valid', 'same')),
    data_format: channelsLast,
  },
};

const globally: KeyRules = { keepdims: handled(flag), data_format: channelsLast };

// TensorFlow.js drops the two axes even with keepdims
const restored = ({ inputs: [shape = []] }: LayerOutline, report: Report): JsonObject => {
  const channels = shape.at(-1);
  if (typeof channels !== 'number') report('it keeps its axes, and how many channels it has is not known');
  return { target_shape: [1, 1, channels ?? 1] };
};

const overImage = (className: string): LayerRule => ({
  keys: globally,
  steps: ({ layer: { config } }) => [
    ...single(className, {}),
    ...(config.keepdims === true ? single('Reshape', { target_shape: [1, 1, -1] }, { finish: restored }) : []),
  ],
});

/** Layers that pool over windows or whole images. */
export const pooling: LayerRules = {
  MaxPooling2D: windowed,
  AveragePooling2D: windowed,
  GlobalAveragePooling2D: overImage('GlobalAveragePooling2D'),
  GlobalMaxPooling2D: overImage('GlobalMaxPooling2D'),
};
