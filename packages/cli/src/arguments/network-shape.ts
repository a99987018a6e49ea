import type { ArgumentKind } from './argument-kind.js';

/** The network that `train` builds: its text, and the units of each hidden layer. */
export interface NetworkShape {
  readonly text: string;
  readonly hidden: readonly number[];
}

/** Reads `mlp:300,100`. */
export const networkShape: ArgumentKind<NetworkShape> = {
  expected: 'mlp: and the units of each hidden layer, such as mlp:300,100',
  read(text) {
    const widths = /^mlp:([1-9]\d{0,6}(?:,[1-9]\d{0,6})*)$/.exec(text)?.[1];
    return widths === undefined ? undefined : { text, hidden: widths.split(',').map(Number) };
  },
};
