import type { RetainedBecause } from './retained-because.js';
import type { Call, Signal } from './kind.js';
import { sizeOf } from '../size-of.js';

/** A signal with all elements live and no channel retained. */
export const createSignal = (shape: readonly number[]): Signal => {
  const size = sizeOf(shape);
  const channels = shape.at(-1)!;
  return {
    shape,
    channels,
    maker: undefined,
    readers: [],
    isOutput: false,
    live: new Uint8Array(size).fill(1),
    values: new Float32Array(size),
    demanded: new Uint8Array(size),
    retained: new Uint8Array(channels),
    because: new Array<RetainedBecause | undefined>(channels),
  };
};

/** The value of a channel at every position of every signal; undefined if it is live or varies. */
export const constantOf = (signals: readonly Signal[], channel: number): number | undefined => {
  const constant = signals[0]!.values[channel]!;
  for (const { live, values, channels } of signals) {
    for (let element = channel; element < live.length; element += channels) {
      if (live[element] === 1 || values[element] !== constant) return undefined;
    }
  }
  return constant;
};

/** Whether any element of a channel has a mark. */
export const anyOf = (marks: Uint8Array, channels: number, channel: number): boolean => {
  for (let element = channel; element < marks.length; element += channels) if (marks[element] === 1) return true;
  return false;
};

/** 1 for each channel whose elements all have a mark. */
export const wholeChannels = (marks: Uint8Array, channels: number): Uint8Array =>
  Uint8Array.from({ length: channels }, (_, channel) => {
    for (let element = channel; element < marks.length; element += channels) if (marks[element] === 0) return 0;
    return 1;
  });

/** The indices of the ones. */
export const placesOf = (marks: Uint8Array): number[] => [...marks.keys()].filter((place) => marks[place] === 1);

/** The inputs of calls with one input each. */
export const inputsOf = (calls: readonly Call[]): Signal[] => calls.map(({ inputs: [input] }) => input!);

/** The outputs of calls. */
export const outputsOf = (calls: readonly Call[]): Signal[] => calls.map(({ output }) => output);
