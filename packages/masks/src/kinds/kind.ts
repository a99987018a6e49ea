import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from '../layers/layer.js';
import type { RetainedBecause } from './retained-because.js';
import type { Values } from './layer-like.js';

/**
 * The output of a call for one sample, with the marks of extraction for each element, row-major, and for each channel.
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
  /** Whether it is an output of the network. */
  isOutput: boolean;
  /** 1 where the element depends on the input of the network (it is live); 0 where it is a constant. */
  live: Uint8Array;
  /** The values of constants; 0 where an element is live. */
  values: Float32Array;
  /** 1 where the extracted network must have the value of the masked one. */
  readonly demanded: Uint8Array;
  /** 1 for each channel of the extracted network; its values are arbitrary where they are not demanded. */
  readonly retained: Uint8Array;
  /** Why a channel is retained, if not because it is read. */
  readonly because: (RetainedBecause | undefined)[];
}

/** Which elements of a signal are live, and the values of the constants. */
export type Constants = Pick<Signal, 'live' | 'values'>;

/** The state of a unit after extraction. */
export interface UnitState {
  /** `masked`: its mask drops it; `dead`: it is a constant; `unreachable`: nothing needed reads it. */
  readonly state: 'needed' | 'masked' | 'dead' | 'unreachable';
  readonly retained: boolean;
  readonly because: RetainedBecause | undefined;
}

/** One call of a layer in the masked network. */
export interface Call {
  readonly kind: Kind;
  /** The name of the layer. */
  readonly name: string;
  readonly inputs: readonly Signal[];
  readonly output: Signal;
  /** All calls of the layer, including this one; they share its weights. */
  readonly calls: readonly Call[];
}

/**
 * How extraction treats the calls of one layer; a layer that is called several times has one kind.
 *
 * Extraction finds constants from the inputs of the network to its outputs, then spreads demand from the outputs to the inputs until no
 * mark is added, then rebuilds the remaining calls from the inputs on. Every kind obeys one law: where an element of a call's output is
 * demanded, the rebuilt call has the masked network's value.
 */
export interface Kind {
  /** The elements that a mask multiplies by 0: a 1 for each. Only for masks. */
  dropped?(output: Signal): Uint8Array;
  /** The constants of the output, given those of the inputs. Marking a constant element as live is safe, but removes less. */
  findConstants(call: Call): Promise<Constants>;
  /**
   * Demands from the inputs what the demanded elements of the output depend on, and ties channels that must be retained together.
   *
   * It is called again after every added mark.
   */
  spread(call: Call, demand: Demand): void;
  /** Whether the rebuilt call still reads an input; default each is read. */
  reads?(call: Call, input: number): boolean;
  /**
   * Prepares for a mask that is the only reader of these elements of the output and sets them to 0: sets them to 0 with its own weights, if
   * possible and allowed by `settable`, and passes this on to inputs whose elements are then not needed. Without it the mask stays where
   * its zeros matter.
   */
  clear?(call: Call, elements: Uint8Array, settable: boolean): Promise<void>;
  /** The state of each unit that the layer forms, given all its calls; only for a layer that forms units. */
  units?(calls: readonly Call[]): UnitState[];
  /** The call in the extracted network. */
  rebuild(call: Call, inputs: readonly SymbolicTensor[], builder: Builder): SymbolicTensor;
}

/** Marks what the extracted network must have; marks are never removed. */
export interface Demand {
  /** Demands the value of one element. */
  ask(signal: Signal, element: number, because?: RetainedBecause): void;
  /** Demands every value of a channel. */
  askChannel(signal: Signal, channel: number, because?: RetainedBecause): void;
  /** Retains a channel, with arbitrary values. */
  retain(signal: Signal, channel: number, because?: RetainedBecause): void;
  /** Ties channels `[signal, channel]`: all are retained if one is. */
  tie(channels: readonly (readonly [Signal, number])[], because: RetainedBecause): void;
}

/** A layer to be built, and its weights in the order of their creation. */
export interface WeightedLayer {
  readonly layer: Layer;
  readonly weights: readonly Values[];
}

/** Builds the layers of an extracted network. */
export interface Builder {
  /** Reserves a name, or a similar one if it is taken. */
  nameLike(name: string): string;
  /** Calls the layer of a kind; the first call creates it and sets its weights. `make` gets its name. */
  weighted(call: Call, inputs: readonly SymbolicTensor[], make: (name: string) => WeightedLayer): SymbolicTensor;
  /** Calls a new layer without weights, like another with changed settings. */
  plain(layer: Layer, inputs: readonly SymbolicTensor[], changes?: Readonly<Record<string, unknown>>): SymbolicTensor;
  /** A tensor of the same values. */
  again(input: SymbolicTensor): SymbolicTensor;
  /**
   * x·scale + shift for each element, or for each channel if there are as many numbers as channels, the same in training.
   *
   * It is a frozen depthwise convolution with a 1×1 kernel; a normalization would use the statistics of a batch in training.
   */
  affine(name: string, input: SymbolicTensor, scale: Float32Array, shift: Float32Array): SymbolicTensor;
}

/** A kind, and the channels of its output if they differ from those of its layer. */
export interface Stage {
  /** The name of its layer in the extracted network. */
  readonly name: string;
  readonly kind: Kind;
  readonly channels?: number;
}
