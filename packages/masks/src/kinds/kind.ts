import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../layers/layer.js';
import type { KeptBecause } from './kept-because.js';
import type { Values } from './layer-like.js';

/** The value that a call makes for one sample, and what extraction knows of each of its elements. */
export interface Signal {
  /** Without the batch axis. */
  readonly shape: readonly number[];
  /** The size of the last axis. */
  readonly channels: number;
  /** The call that makes it; undefined for an input of the network. */
  maker: Call | undefined;
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

/** One call of a layer. */
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
 * How extraction treats the calls of one layer. A layer that is called several times has one kind.
 *
 * The rule that every kind keeps: where an element of a call's output is demanded, the rebuilt call gives the masked network's value.
 */
export interface Kind {
  /** The elements that a mask multiplies by 0: a 1 for each. */
  dropped?(output: Signal): Uint8Array;
  /** What is constant in the output, given what is constant in the inputs. */
  findConstants(call: Call): Promise<Constants>;
  /** Asks the inputs for what the demanded elements of the output depend on, and keeps the channels that have to be there with it. */
  spread(call: Call, demand: Demand): void;
  /** Whether the rebuilt call still reads an input; default each is read. */
  reads?(call: Call, input: number): boolean;
  /**
   * Hears that a mask alone reads these elements of the output, and sets them to 0: makes them 0 itself where it can and `settable` says that it may,
   * and hands the matter on to its inputs.
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
  tie(channels: readonly (readonly [Signal, number])[], at: string): void;
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
