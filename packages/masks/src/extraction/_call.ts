import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Builder } from './_builder.js';
import type { Demand } from './_demand.js';
import type { KeptBecause } from './kept-unit.js';
import type { Signal } from './_signal.js';

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
  /** What became of each unit that the layer forms; only for a layer that forms units. */
  units?(): UnitState[];
  /** The call in the extracted network. */
  rebuild(call: Call, inputs: readonly SymbolicTensor[], builder: Builder): SymbolicTensor;
}
