import type { Layer } from '../layers/layer.js';
import type { Flow, PerLayer } from './layer-rule.js';
import { ruleOf } from './registry.js';

const valueFor = <Value>(value: PerLayer<Value>, layer: Layer): Value =>
  typeof value === 'function' ? (value as (layer: Layer) => Value)(layer) : value;

/** What a layer does to units; undefined for a layer without a rule. */
export const flowOf = (layer: Layer): Flow | undefined => {
  const rule = ruleOf(layer);
  return rule === undefined ? undefined : valueFor(rule.flow, layer);
};

/** Whether a unit that is 0 everywhere before a layer is 0 everywhere after it. */
export const preservesZero = (layer: Layer): boolean | 'from-any' => valueFor(ruleOf(layer)?.preservesZero ?? true, layer);

/** For each weight of a layer, the axis with one entry for each channel, or null. */
export const channelAxesOf = (layer: Layer): readonly (number | null)[] =>
  valueFor(ruleOf(layer)?.channelAxes ?? layer.weights.map(() => null), layer);
