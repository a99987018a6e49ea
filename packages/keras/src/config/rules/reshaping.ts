import { isList, type Json } from '../json.js';
import { carried, channelsLast, handled, type Kind, only, sizes } from './key-rule.js';
import { type LayerRules, single } from './layer-rule.js';
import { showShape } from './show-shape.js';

const isCount = (value: Json): boolean => Number.isInteger(value) && (value as number) >= 0;
const isBorder = (value: Json): boolean => isCount(value) || (isList(value) && value.length === 2 && value.every(isCount));
const borders: Kind = {
  expected: 'whole numbers of at least 0',
  accepts: (value) => isCount(value) || (isList(value) && value.length === 2 && value.every(isBorder)),
};
const target: Kind = {
  expected: 'a list of sizes, one of them perhaps -1',
  accepts: (value) =>
    isList(value) &&
    value.every((item) => item === -1 || (Number.isInteger(item) && (item as number) > 0)) &&
    value.filter((item) => item === -1).length <= 1,
};

/** Layers that move, add, drop or repeat values. */
export const reshaping: LayerRules = {
  Flatten: { keys: { data_format: channelsLast } },
  Permute: { keys: { dims: carried(sizes) } },
  ZeroPadding2D: { keys: { padding: carried(borders), data_format: channelsLast } },
  Cropping2D: { keys: { cropping: carried(borders), data_format: channelsLast } },
  UpSampling2D: {
    keys: {
      size: carried(sizes),
      interpolation: only(['nearest'], 'TensorFlow.js samples other positions than Keras for any but "nearest"'),
      data_format: channelsLast,
    },
  },
  Reshape: {
    keys: { target_shape: handled(target) },
    steps({ layer: { config } }) {
      const wanted = (isList(config.target_shape) ? config.target_shape : []) as readonly number[];
      return single(
        'Reshape',
        { target_shape: wanted },
        {
          finish({ inputs: [shape = []] }, report) {
            if (!wanted.includes(-1)) return {};
            // TensorFlow.js leaves a -1 unknown
            const given = shape.slice(1).reduce<number>((product, item) => product * (item ?? NaN), 1);
            const others = wanted.reduce((product, item) => (item < 0 ? product : product * item), 1);
            const rest = given / others;
            if (!Number.isInteger(rest)) report(`its target ${showShape(wanted)} does not fit an input of shape ${showShape(shape)}`);
            return { target_shape: wanted.map((item) => (item < 0 ? rest : item)) };
          },
        },
      );
    },
  },
};
