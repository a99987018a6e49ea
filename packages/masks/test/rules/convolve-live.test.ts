import { conv2d, grad, mul, type Rank, type Tensor, tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convolveLive } from '../../src/rules/convolve-live.js';

const values = (shape: readonly number[], seed: number, kept?: readonly boolean[]): Tensor => {
  const count = shape.reduce((product, axis) => product * axis, 1);
  const channels = shape.at(-1)!;
  return tensor(
    Float32Array.from({ length: count }, (_, at) => (kept?.[at % channels] === false ? 0 : Math.sin(seed + at * 1.37) + 0.1)),
    [...shape],
  );
};

const bits = (least: number) => fc.array(fc.boolean(), { minLength: least, maxLength: 6 });

describe('a convolution through live channels', () => {
  it('has the values and the input gradient of conv2d, whichever channels are zero, of the input or of the gradient', () => {
    const cases = fc.record({
      inputs: bits(1),
      outputs: bits(1),
      side: fc.constantFrom(1, 2, 3),
      stride: fc.constantFrom(1, 2),
      padding: fc.constantFrom('same' as const, 'valid' as const),
    });
    fc.assert(
      fc.property(cases, ({ inputs, outputs, side, stride, padding }) => {
        tidy(() => {
          const x = values([2, 5, 4, inputs.length], 1, inputs) as Tensor4D;
          const kernel = values([side, side, inputs.length, outputs.length], 2) as Tensor4D;
          const plain = (of: Tensor) => conv2d(of as Tensor4D, kernel, stride, padding);
          const live = (of: Tensor) => convolveLive(of as Tensor4D, kernel, stride, padding);
          expect(live(x)).toBeAllclose(plain(x), 1e-5);
          const upstream = values(plain(x).shape, 3, outputs);
          const slope = (convolve: (of: Tensor) => Tensor) => grad((of: Tensor) => mul(convolve(of), upstream))(x);
          expect(slope(live)).toBeAllclose(slope(plain), 1e-5);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('keeps a value that is not finite', () => {
    const x = values([1, 3, 3, 3], 1, [true, false, false]) as Tensor4D;
    const broken = tensor<Rank.R4>(
      Float32Array.from(x.dataSync(), (value, at) => (at === 4 ? Number.NaN : value)),
      x.shape,
    );
    const result = convolveLive(broken, values([1, 1, 3, 2], 2) as Tensor4D, 1, 'same').dataSync();
    expect([...result].map(Number.isNaN)).toEqual(Array.from({ length: 18 }, (_, at) => at === 2 || at === 3));
  });
});
