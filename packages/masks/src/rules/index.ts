export type { Flow, LayerRule, MeasuredCall, MovingStatistics, PerLayer } from './layer-rule.js';
export type { ChannelStep } from './channel-step.js';
export { channelStepOf } from './channel-step-of.js';
export type { ImageStep, ImageWindow } from './image-step.js';
export { imageStepOf } from './image-step-of.js';
export { registerLayerRule } from './registry.js';
export { elementwise } from '../kinds/elementwise.js';
export { gating } from '../kinds/gating.js';
export { mixing } from '../kinds/mixing.js';
export { perChannel } from '../kinds/per-channel.js';
export { weightedSum, type WeightedSum } from '../kinds/weighted-sum.js';
export type {
  Builder,
  Call,
  Constants,
  Demand,
  Kind,
  Signal,
  Stage,
  UnitState,
  WeightedLayer,
} from '../kinds/kind.js';
export type { RetainedBecause } from '../kinds/retained-because.js';
export { clearSignal } from '../kinds/clear-signal.js';
export { layerLike, runOnce, type Values } from '../kinds/layer-like.js';
export type { LayerParts } from '../kinds/layer-parts.js';
export type { Layer } from '../layers/layer.js';
