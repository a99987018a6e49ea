import type { Tensor } from '@tensorflow/tfjs-core';
import type { Layer } from '../layers/layer.js';
import type { ChannelStep } from './channel-step.js';
import { flowOf, preservesZero } from './per-layer.js';
import { ruleOf } from './registry.js';

/**
 * How a frozen layer computes with a subset of its input channels; undefined for one that can't, or that has its channels first.
 *
 * Layers without weights that keep, pass or move units are applied unchanged; others have the `channelStep` of their rule.
 */
export const channelStepOf = (layer: Layer): ChannelStep | undefined => {
  const rule = ruleOf(layer);
  if (rule === undefined || layer.getConfig().dataFormat === 'channelsFirst') return undefined;
  if (rule.channelStep !== undefined) return rule.channelStep(layer);
  const isApart = ['keeps', 'passes', 'moves'].includes(flowOf(layer)!) && layer.weights.length === 0 && rule.settings === undefined;
  if (!isApart) return undefined;
  return {
    kind: 'apart',
    preservesZero: preservesZero(layer) !== false,
    apply: (x) => layer.call(x, { training: false }) as Tensor,
  };
};
