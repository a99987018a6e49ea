import { accelerateWasm } from '@dum/backend';
import {
  dispose,
  engine,
  fused,
  gather,
  getKernel,
  matMul,
  memory,
  mul,
  ones,
  setBackend,
  slice,
  type Tensor,
  tensor,
  tile,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeOn, expectSame, type Operand } from './compare-backends.js';

interface Form {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}
const size = fc.integer({ min: 1, max: 40 });
const forms: fc.Arbitrary<Form> = fc.record({ m: size, k: size, n: size, transposeA: fc.boolean(), transposeB: fc.boolean() });
const batches = fc.constantFrom<[number[], number[]]>(
  [[], []],
  [[1], [1]],
  [[3], [3]],
  [[3], [1]],
  [[1], [3]],
  [
    [2, 3],
    [2, 3],
  ],
  [
    [2, 3],
    [1, 1],
  ],
  [
    [1, 1],
    [2, 3],
  ],
);
const operands = ({ m, k, n, transposeA, transposeB }: Form, [batchA, batchB]: readonly [number[], number[]]): [Operand, Operand] => [
  { shape: [...batchA, ...(transposeA ? [k, m] : [m, k])] },
  { shape: [...batchB, ...(transposeB ? [n, k] : [k, n])] },
];

beforeAll(async () => {
  accelerateWasm();
  await setBackend('wasm');
});

describe('accelerateWasm', () => {
  it('names what is ours, and installs each once', () => {
    const names = accelerateWasm();
    const kernels = names.map((name) => getKernel(name, 'wasm').kernelFunc);
    expect(accelerateWasm().map((name) => getKernel(name, 'wasm').kernelFunc)).toEqual(kernels);
    expect(names).toEqual([
      'BatchMatMul',
      '_FusedMatMul',
      'Slice',
      'GatherV2',
      'Conv2DBackpropInput',
      'Conv2DBackpropFilter',
      'DepthwiseConv2dNativeBackpropFilter',
      'DepthwiseConv2dNativeBackpropInput',
      'MaxPoolGrad',
      'Conv2D',
      'FusedConv2D',
      'DepthwiseConv2dNative',
      'FusedDepthwiseConv2D',
    ]);
  });
});

describe('products on wasm', () => {
  it('are those of cpu in every transposed and batched form', async () => {
    await fc.assert(
      fc.asyncProperty(forms, batches, (form, batch) =>
        expectSame(operands(form, batch), (a, b) => matMul(a, b, form.transposeA, form.transposeB)),
      ),
      { numRuns: 200 },
    );
  });

  it('are those of cpu with bias and activation', async () => {
    const activations = fc.constantFrom(
      'linear',
      'relu',
      'relu6',
      'elu',
      'sigmoid',
      'prelu',
      'leakyrelu',
    ) as fc.Arbitrary<fused.Activation>;
    await fc.assert(
      fc.asyncProperty(
        forms,
        fc.constantFrom<[number[], number[]]>([[], []], [[3], [3]], [[3], [1]], [[1], [3]]),
        fc.boolean(),
        activations,
        (form, batch, withBias, activation) =>
          expectSame([...operands(form, batch), { shape: [form.n] }, { shape: [form.n] }], (a, b, bias, alpha) =>
            fused.matMul({
              a: a,
              b: b,
              transposeA: form.transposeA,
              transposeB: form.transposeB,
              activation,
              leakyreluAlpha: 0.3,
              ...(withBias && { bias: bias }),
              ...(activation === 'prelu' && { preluActivationWeights: alpha }),
            }),
          ),
      ),
      { numRuns: 200 },
    );
  });

  it('broadcast batches on both sides at once', async () => {
    const { values, shape } = await computeOn('wasm', [{ shape: [2, 1, 4, 5] }, { shape: [1, 3, 6, 5] }], (a, b) =>
      matMul(a, b, false, true),
    );
    const tiled = await computeOn('cpu', [{ shape: [2, 1, 4, 5] }, { shape: [1, 3, 6, 5] }], (a, b) =>
      matMul(tile(a, [1, 3, 1, 1]), tile(b, [2, 1, 1, 1]), false, true),
    );
    expect(shape).toEqual([2, 3, 4, 6]);
    expect(Math.max(...Array.from(tiled.values, (value, i) => Math.abs(values[i]! - value)))).toBeLessThan(1e-4);
  });

  it.each([
    ['no rows', [0, 3], [3, 2]],
    ['no columns', [2, 3], [3, 0]],
  ])('with %s are empty', async (_, shapeA, shapeB) => {
    await expectSame([{ shape: shapeA }, { shape: shapeB }], (a, b) => matMul(a, b));
    await expectSame([{ shape: [...shapeA].reverse() }, { shape: [...shapeB].reverse() }], (a, b) => matMul(a, b, true, true));
  });

  it('carry NaN to every row or column that it touches', async () => {
    const poison = (x: Tensor) => mul(x, tensor([Number.NaN, ...Array<number>(x.size - 1).fill(1)], x.shape));
    for (const [transposeA, transposeB] of [
      [false, true],
      [true, false],
      [true, true],
    ] as const) {
      for (const batch of [[], [3]]) {
        await expectSame(operands({ m: 17, k: 16, n: 18, transposeA, transposeB }, [batch, batch]), (a, b) =>
          matMul(poison(a), b, transposeA, transposeB),
        );
      }
    }
  });

  it('see an operand that came to the same address', async () => {
    await setBackend('wasm');
    const product = (scale: number): number => {
      const a = mul(ones([64, 64]), 2);
      const b = mul(ones([64, 64]), scale);
      const c = matMul(a, b, true, true);
      const [, second] = c.dataSync();
      dispose([a, b, c]);
      return second!;
    };
    expect([product(1), product(2), product(5)]).toEqual([128, 256, 640]);
  });
});

describe('slices on wasm', () => {
  it('are those of cpu', async () => {
    const axis = fc
      .integer({ min: 1, max: 6 })
      .chain((length) =>
        fc
          .integer({ min: 0, max: length - 1 })
          .chain((begin) =>
            fc.record({ length: fc.constant(length), begin: fc.constant(begin), size: fc.integer({ min: 0, max: length - begin }) }),
          ),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(axis, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
        (axes, dtype) =>
          expectSame([{ shape: axes.map(({ length }) => length), dtype }], (x) =>
            slice(
              x,
              axes.map(({ begin }) => begin),
              axes.map(({ size }) => size),
            ),
          ),
      ),
      { numRuns: 300 },
    );
  });
});

describe('gathered rows on wasm', () => {
  it('are those of cpu, along any axis', async () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    const cases = shapes.chain((shape) =>
      fc.integer({ min: 0, max: shape.length - 1 }).chain((axis) =>
        fc.record({
          shape: fc.constant(shape),
          axis: fc.constant(axis),
          indices: fc.array(fc.integer({ min: 0, max: shape[axis]! - 1 }), { maxLength: 8 }),
          dtype: fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(cases, ({ shape, axis, indices, dtype }) =>
        expectSame([{ shape, dtype }], (x) => gather(x, tensor(indices, [indices.length], 'int32'), axis)),
      ),
      { numRuns: 300 },
    );
  });

  it('take indices of any shape', () => expectSame([{ shape: [6, 3] }], (x) => gather(x, tensor([5, 0, 2, 2], [2, 2], 'int32'))));

  it.each([-1, 6])('refuse index %i of 6', async (index) => {
    await setBackend('wasm');
    const x = tensor([1, 2, 3, 4, 5, 6], [6, 1]);
    const indices = tensor([0, index], [2], 'int32');
    expect(() => gather(x, indices)).toThrow(`the index value ${index} is not in [0, 5]`);
    x.dispose();
    indices.dispose();
  });
});

describe('memory on wasm', () => {
  it('holds nothing once the results are disposed of', async () => {
    await setBackend('wasm');
    const held = () => [memory().numTensors, memory().numDataBuffers, engine().backend.numDataIds()];
    const before = held();
    for (const [batchA, batchB] of [
      [[], []],
      [[4], [4]],
      [[4], [1]],
      [[1], [4]],
    ] as const) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const form = operands({ m: 17, k: 19, n: 23, transposeA, transposeB }, [[...batchA], [...batchB]]);
          await computeOn('wasm', form, (a, b) => matMul(a, b, transposeA, transposeB));
          await computeOn('wasm', form, (a, b) => fused.matMul({ a: a, b: b, transposeA, transposeB, activation: 'relu' }));
        }
      }
    }
    await computeOn('wasm', [{ shape: [5, 4, 3] }], (x) => slice(x, [1, 1, 1], [2, 2, 2]));
    await computeOn('wasm', [{ shape: [5, 4] }], (x) => gather(x, tensor([1, 1, 4], [3], 'int32')));
    expect(held()).toEqual(before);
  });
});
