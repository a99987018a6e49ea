import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kind, Stage } from '../kinds/kind.js';
import type { LayerParts } from '../kinds/layer-parts.js';
import type { Layer } from '../layers/layer.js';
import type { ChannelStep } from './channel-step.js';

/**
 * What a layer does to the units that it reads:
 * - `forms` new ones, each from many;
 * - `keeps` each element by itself;
 * - `passes` them on as they are, in `predict`;
 * - `moves` positions about, or summarizes them, and leaves channels apart (pooling, padding);
 * - `filters` positions of each channel with weights of its own (depthwise convolution);
 * - `gates` them: multiplies each by a number that depends on all (squeeze and excitation);
 * - `entangles` units, which keep their places, with each other (softmax, layer normalization);
 * - `joins` tensors element by element, `concatenates` them, or `reshapes` one.
 */
export type Flow = 'forms' | 'keeps' | 'passes' | 'moves' | 'filters' | 'gates' | 'entangles' | 'joins' | 'concatenates' | 'reshapes';

/** A value that is the same for all layers of a class, or a function of the layer. */
export type PerLayer<Value> = Value | ((layer: Layer) => Value);

/** One call of a layer, for counting; shapes are without the batch, and a size that is not fixed counts as 1. */
export interface MeasuredCall {
  readonly layer: Layer;
  readonly inputs: readonly (readonly number[])[];
  readonly output: readonly number[];
}

/**
 * What a class of layers does to units: all that masks, counting and extraction have to know of it.
 *
 * It speaks of layers whose channels are on the last axis, and of what they do in `predict`.
 */
export interface LayerRule {
  /** The classes that it holds for, as `getClassName` gives them. */
  readonly classNames: readonly string[];
  readonly flow: PerLayer<Flow>;
  /**
   * Whether a unit that is 0 before the layer is 0 behind it; `from-any` for one that joins tensors where a 0 in one of them is enough.
   * Default true. It says nothing of a layer that forms units or entangles them.
   */
  readonly preservesZero?: PerLayer<boolean | 'from-any'>;
  /** Whether the units that it forms are masked where no layers are named, as those of dense and convolution layers are. Default false. */
  readonly maskedByDefault?: boolean;
  /** Whether it does what an activation given to the layer before it would do, and so is part of a head. Default false. */
  readonly isActivation?: boolean;
  /**
   * For each weight, in the order of their making, the axis along which it has an entry for each channel that the layer keeps; null for one that
   * all channels share. For layers that don't form units; default null for each.
   */
  readonly channelAxes?: PerLayer<readonly (number | null)[]>;
  /** The settings that a layer of these channels alone has other than this one; default none. */
  readonly settings?: (layer: Layer, channels: readonly number[]) => Readonly<Record<string, unknown>>;
  /** Multiplications with an addition that a call does for one sample; default 0. */
  readonly multiplyAdds?: (call: MeasuredCall) => number;
  /** How a layer computes while it is frozen, where its own way would compute a gradient of its kernel; default as ever. */
  readonly frozenCall?: (layer: Layer) => ((x: Tensor) => Tensor) | undefined;
  /**
   * How a frozen layer computes with some of the channels that it reads, which saves the work of dropped ones; default as it is for layers
   * without weights that keep units, pass them on or move them, else not at all.
   */
  readonly channelStep?: (layer: Layer) => ChannelStep | undefined;
  /**
   * What extraction makes of the layer: a kind, or several stages in order, none for a layer that does nothing in `predict`. Without it,
   * networks with such a layer can be masked and counted but not extracted.
   */
  readonly extract?: (parts: LayerParts) => Kind | readonly Stage[] | Promise<Kind>;
  /** Why this layer can't be extracted although others of its class can, such as `works on axis 1, which is not the last`; else undefined. */
  readonly refusal?: (layer: Layer) => string | undefined;
}
