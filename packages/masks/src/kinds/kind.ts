import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../layers/layer.js';
import type { KeptBecause } from './kept-because.js';
import type { Values } from './layer-like.js';

/**
 * What a call makes of one sample, and what extraction knows of it: marks for each element, row-major, and for each channel.
 *
 * Element e belongs to channel e mod `channels`.
 */
export interface Signal {
  /** Without the batch axis. */
  readonly shape: readonly number[];
  /** The size of the last axis. */
  readonly channels: number;
  /** The call that makes it; undefined for an input of the network. */
  maker: Call | undefined;
  /** The calls that read it. */
  readonly readers: Call[];
  /** Whether the network hands it out. */
  isOutput: boolean;
  /** 1 where the element depends on the input of the network; 0 where it is a constant. */
  live: Uint8Array;
  /** The constants; 0 where an element is live. */
  values: Float32Array;
  /** 1 where the extracted network must have the very value of the masked one. */
  readonly demanded: Uint8Array;
  /** 1 for each channel that the extracted network has, whatever its value where nothing demands it. */
  readonly kept: Uint8Array;
  /** Why a channel is kept, other than to be read. */
  readonly because: (KeptBecause | undefined)[];
}

/** What is known of a signal's elements: which are live, and the constants. */
export type Constants = Pick<Signal, 'live' | 'values'>;

/** What became of a unit. */
export interface UnitState {
  /** `masked`: its mask drops it; `dead`: it is a constant; `unreachable`: nothing that is needed reads it. */
  readonly state: 'needed' | 'masked' | 'dead' | 'unreachable';
  readonly kept: boolean;
  readonly because: KeptBecause | undefined;
}

/** One call of a layer in the masked network. */
export interface Call {
  readonly kind: Kind;
  /** The name of the layer. */
  readonly name: string;
  readonly inputs: readonly Signal[];
  readonly output: Signal;
  /** All calls of the layer, this one among them, which share its weights. */
  readonly calls: readonly Call[];
}

/**
 * How extraction treats the calls of one layer; a layer that is called several times has one kind.
 *
 * Extraction asks every kind for constants, from the inputs of the network to its outputs; then spreads demand from the outputs to the inputs,
 * until nothing is added; then rebuilds the calls that are left, from the inputs on. The law that every kind keeps: where an element of a call's
 * output is demanded, the rebuilt call gives the masked network's value.
 */
export interface Kind {
  /** The elements that a mask multiplies by 0: a 1 for each. For masks alone. */
  dropped?(output: Signal): Uint8Array;
  /** What is constant in the output, given what is constant in the inputs. To call a constant element live is right, and removes less. */
  findConstants(call: Call): Promise<Constants>;
  /**
   * Demands of the inputs what the demanded elements of the output depend on, and ties the channels that are there together or not at all.
   *
   * It is called again whenever a mark was added.
   */
  spread(call: Call, demand: Demand): void;
  /** Whether the rebuilt call still reads an input; default each is read. */
  reads?(call: Call, input: number): boolean;
  /**
   * Prepares for a mask that is the only reader of these elements of the output and sets them to 0: makes them 0 by its own weights, where it can
   * and `settable` allows it, and passes this on to inputs whose elements then matter to nothing. Without it the mask stays where its zeros matter.
   */
  clear?(call: Call, elements: Uint8Array, settable: boolean): Promise<void>;
  /** What became of each unit that the layer forms, given all its calls; only for a layer that forms units. */
  units?(calls: readonly Call[]): UnitState[];
  /** The call in the extracted network. */
  rebuild(call: Call, inputs: readonly SymbolicTensor[], builder: Builder): SymbolicTensor;
}

/** Marks what the extracted network must have; marks are only ever added. */
export interface Demand {
  /** Asks for the value of one element. */
  ask(signal: Signal, element: number, because?: KeptBecause): void;
  /** Asks for every value of a channel. */
  askChannel(signal: Signal, channel: number, because?: KeptBecause): void;
  /** Keeps a channel, whatever its values. */
  keep(signal: Signal, channel: number, because?: KeptBecause): void;
  /** Keeps a channel of each signal where it is kept in one: channels `[signal, channel]` that are there together or not at all. */
  tie(channels: readonly (readonly [Signal, number])[], because: KeptBecause): void;
}

/** A layer to be built, and its weights in the order of their making. */
export interface WeightedLayer {
  readonly layer: Layer;
  readonly weights: readonly Values[];
}

/** Makes the layers of an extracted network. */
export interface Builder {
  /** The name, or one like it where it is taken; it is taken then. */
  nameLike(name: string): string;
  /** Calls the layer of a kind, made and given its weights at the first call. `make` is given its name. */
  weighted(call: Call, inputs: readonly SymbolicTensor[], make: (name: string) => WeightedLayer): SymbolicTensor;
  /** Calls a new layer without weights, like another but for what changes. */
  plain(layer: Layer, inputs: readonly SymbolicTensor[], changes?: Readonly<Record<string, unknown>>): SymbolicTensor;
  /** A tensor of the same values. */
  again(input: SymbolicTensor): SymbolicTensor;
  /**
   * x·scale + shift for each element, or for each channel where there are as many numbers as channels, and the same in training.
   *
   * A frozen depthwise convolution of single positions: a normalization would go by the statistics of a batch in training.
   */
  affine(name: string, input: SymbolicTensor, scale: Float32Array, shift: Float32Array): SymbolicTensor;
}

/** A kind, and the channels of its output where they are not those of the layer that it is a stage of. */
export interface Stage {
  /** The name of its layer in the extracted network. */
  readonly name: string;
  readonly kind: Kind;
  readonly channels?: number;
}
