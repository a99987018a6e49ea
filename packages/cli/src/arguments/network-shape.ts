import { nearest } from '@dum/errors';
import type { ArgumentKind } from './argument-kind.js';

const kinds = ['mlp', 'conv', 'conv-bn', 'residual', 'four-conv'] as const;

/** The network that `train` builds: its text, its kind, and its units or filters. */
export interface NetworkShape {
  readonly text: string;
  readonly kind: (typeof kinds)[number];
  /** Units of each hidden layer of `mlp`, filters of each stage of the others; one number for `four-conv`. */
  readonly widths: readonly number[];
}

/** The grammar of `--network`, for help texts. */
export const networkGrammar = `A network is a kind, a colon, and numbers separated by commas:
  mlp:300,100         dense layers of 300 and 100 units
  conv:32,64,128      3 stages of 32, 64 and 128 filters: each two 3×3 convolutions and a pooling
  conv-bn:32,64,128   the same, with a batch normalization after each convolution
  residual:16,32,64   3 stages of one residual block each, with batch normalization
  four-conv:32        four convolutions of 32 filters, a pooling after every second one`;

/** Reads `mlp:300,100` and its like. */
export const networkShape: ArgumentKind<NetworkShape> = {
  expected: 'a kind (mlp, conv, conv-bn, residual, four-conv) and the units or filters of its parts, such as mlp:300,100 or conv:32,64',
  read(text) {
    const [, name, numbers] = /^([a-z-]+):([1-9]\d{0,6}(?:,[1-9]\d{0,6})*)$/.exec(text) ?? [];
    const kind = kinds.find((known) => known === name);
    if (kind === undefined || numbers === undefined) return undefined;
    const widths = numbers.split(',').map(Number);
    return kind === 'four-conv' && widths.length > 1 ? undefined : { text, kind, widths };
  },
  guess(text) {
    const [name = '', ...rest] = text.split(':');
    const close = nearest(name, kinds);
    return close === undefined || close === name || rest.length === 0 ? undefined : [close, ...rest].join(':');
  },
};
