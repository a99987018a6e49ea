import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Kind, Stage } from '../kinds/kind.js';
import type { LayerParts } from '../kinds/layer-parts.js';
import type { Layer } from '../layers/layer.js';
import type { ChannelStep } from './channel-step.js';
import type { ImageStep } from './image-step.js';

/**
 * What a layer does to the units that it reads:
 * - `forms` new units, each from many;
 * - `keeps` units, and changes each element separately;
 * - `passes` units on unchanged, in `predict`;
 * - `moves` or summarizes positions within each channel (pooling, padding);
 * - `filters` the positions of each channel with its own weights (depthwise convolution);
 * - `gates` units: multiplies each by a number that depends on all (squeeze and excitation);
 * - `entangles` units with each other, without moving them (softmax, layer normalization);
 * - `joins` tensors element by element, `concatenates` them, or `reshapes` one.
 */
export type Flow = 'forms' | 'keeps' | 'passes' | 'moves' | 'filters' | 'gates' | 'entangles' | 'joins' | 'concatenates' | 'reshapes';

/** A value that is the same for all layers of a class, or a function of the layer. */
export type PerLayer<Value> = Value | ((layer: Layer) => Value);

/** One call of a layer, for counting; shapes are without the batch, and sizes that are not fixed count as 1. */
export interface MeasuredCall {
  readonly layer: Layer;
  readonly inputs: readonly (readonly number[])[];
  readonly output: readonly number[];
}

/** The variables of a layer that hold statistics of what it reads, each `[channels]`. */
export interface MovingStatistics {
  readonly mean: LayerVariable;
  readonly variance: LayerVariable;
}

/**
 * A rule for a class of layers: what it does to units, for masks, counting and extraction.
 *
 * It describes layers with channels on the last axis, in `predict`.
 */
export interface LayerRule {
  /** The class names that it applies to, as `getClassName` returns them. */
  readonly classNames: readonly string[];
  readonly flow: PerLayer<Flow>;
  /**
   * Whether a unit that is 0 before the layer is 0 after it; `from-any` for a layer that joins tensors if a 0 in one of them suffices.
   * Default true. It does not apply to layers that form or entangle units.
   */
  readonly preservesZero?: PerLayer<boolean | 'from-any'>;
  /** Whether the units that it forms are masked by default, like those of dense and convolution layers. Default false. */
  readonly maskedByDefault?: boolean;
  /** Whether it is equivalent to an activation of the layer before it, and so can be part of a head. Default false. */
  readonly isActivation?: boolean;
  /**
   * For each weight, in the order of their creation, the axis with one entry for each channel; null for a weight that all channels share.
   * For layers that don't form units; default null for each.
   */
  readonly channelAxes?: PerLayer<readonly (number | null)[]>;
  /**
   * The mean and the variance of each channel of its input, over samples and positions, that the layer normalizes by in `predict`, so that
   * they can be re-estimated under masks. Default none.
   */
  readonly statistics?: (layer: Layer) => MovingStatistics;
  /** The changed settings of a layer with only these channels; default none. */
  readonly settings?: (layer: Layer, channels: readonly number[]) => Readonly<Record<string, unknown>>;
  /** The multiply-adds of a call for one sample; default 0. */
  readonly multiplyAdds?: (call: MeasuredCall) => number;
  /** How a frozen layer computes, if its own call would compute gradients of its weights; default its own call. */
  readonly frozenCall?: (layer: Layer) => ((x: Tensor) => Tensor) | undefined;
  /**
   * How a frozen layer computes with a subset of its input channels, which saves the work for dropped ones. Default: unchanged for layers
   * without weights that keep, pass or move units; otherwise impossible.
   */
  readonly channelStep?: (layer: Layer) => ChannelStep | undefined;
  /** How a frozen layer computes on images, in numbers. Default: in no way for layers that do not pass units on unchanged. */
  readonly imageStep?: (layer: Layer) => ImageStep | undefined;
  /**
   * How extraction treats the layer: a kind, or several stages in order, none for a layer that does nothing in `predict`. Without it,
   * networks with such a layer can be masked and counted but not extracted.
   */
  readonly extract?: (parts: LayerParts) => Kind | readonly Stage[] | Promise<Kind>;
  /**
   * Why this layer can't be extracted although others of its class can, such as `works on axis 1, which is not the last`; else undefined.
   */
  readonly refusal?: (layer: Layer) => string | undefined;
}
