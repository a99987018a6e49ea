import { elementwise } from '../kinds/elementwise.js';
import type { LayerRule } from './layer-rule.js';

/** Parametric relus: x for x > 0, else slope · x, with a slope for each element or one shared along an axis. */
export const prelu: LayerRule = {
  classNames: ['PReLU'],
  flow: 'keeps',
  channelAxes: ({ weights, inboundNodes }) => {
    const channels = inboundNodes[0]!.outputTensors[0]!.shape.at(-1);
    return weights.map(({ shape }) => (shape.at(-1) === channels ? shape.length - 1 : null));
  },
  extract: elementwise,
};
