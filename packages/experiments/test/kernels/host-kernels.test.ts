import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, target } from '../../assembly/compile.js';
import { createHostAdam } from '../../src/optimization/host-adam.js';
import { createHostKernels, type HostKernels } from '../../src/kernels/host-kernels.js';

const sides = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  inner: fc.integer({ min: 1, max: 40 }),
  columns: fc.integer({ min: 1, max: 9 }).map((eighth) => 8 * eighth),
  seed: fc.integer({ min: 1, max: 1e6 }),
  isRelu: fc.boolean(),
});

/** Values that look random, about half of them zero. */
const fill = (values: Float32Array, seed: number): Float32Array => {
  for (let at = 0; at < values.length; at++) values[at] = Math.max(-0.4, Math.sin(seed + at * at));
  return values.map((value) => (value === Math.fround(-0.4) ? 0 : value));
};

const plainProduct = (a: Float32Array, b: Float32Array, rows: number, columns: number): Float32Array => {
  const inner = a.length / rows;
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return Array.from({ length: inner }, (_, k) => a[row * inner + k]! * b[k * columns + column]!).reduce((sum, part) => sum + part, 0);
  });
};

const transposed = (a: Float32Array, columns: number): Float32Array => {
  const rows = a.length / columns;
  return Float32Array.from(a, (_, at) => a[(at % rows) * columns + Math.floor(at / rows)]!);
};

const filled = (kernels: HostKernels, lengths: [number, number, number], seed: number) =>
  lengths.map((length, index) => {
    const values = kernels.floats(length);
    values.set(fill(values, seed + index));
    return values;
  }) as [Float32Array, Float32Array, Float32Array];

const plain = (values: Float32Array, width: number) => ({ values, rowStride: width, columnStride: 1 });

/** The transpose of a matrix of that width, as a view. */
const turned = (values: Float32Array, width: number) => ({ values, rowStride: 1, columnStride: width });

describe('the host kernels', () => {
  it('are compiled from their source', async () => {
    expect(await readFile(target, 'utf8')).toBe(await compile());
  });

  it('multiply sparse rows as a plain product does, and dense ones the same to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(sides, async ({ rows, inner, columns, seed, isRelu }) => {
        const kernels = await createHostKernels(1e6);
        const [x, w, bias] = filled(kernels, [rows * inner, inner * columns, columns], seed);
        const [out, again, packed] = [kernels.floats(rows * columns), kernels.floats(rows * columns), kernels.floats(8 * inner)];
        const byRow = kernels.sparse(rows, inner);
        expect(kernels.compress(x, inner, byRow)).toBe(x.filter((value) => value !== 0).length);
        kernels.multiplySparse(byRow, w, { out, rows, columns, bias, isRelu });
        const expected = plainProduct(x, w, rows, columns).map((value, at) => {
          const sum = value + bias[at % columns]!;
          return isRelu ? Math.max(0, sum) : sum;
        });
        expect(out).toBeAllclose(expected, 1e-5);
        kernels.multiplyDense(plain(x, inner), plain(w, columns), inner, { out: again, rows, columns, bias, isRelu }, packed);
        expect(again).toEqual(out);
      }),
      { numRuns: 60 },
    );
  });

  it('multiply transposed sides', async () => {
    await fc.assert(
      fc.asyncProperty(sides, async ({ rows, inner, columns, seed }) => {
        const kernels = await createHostKernels(1e6);
        const [x, slopes, w] = filled(kernels, [rows * inner, rows * columns, columns * inner], seed);
        const [out, again, packed] = [kernels.floats(inner * columns), kernels.floats(inner * columns), kernels.floats(8 * 64)];
        const [byRow, byColumn] = [kernels.sparse(rows, inner), kernels.sparse(inner, rows)];
        const output = { out, rows: inner, columns, bias: kernels.floats(columns), isRelu: false };
        kernels.compress(x, inner, byRow);
        kernels.transpose(byRow, rows, inner, byColumn);
        kernels.multiplySparse(byColumn, slopes, output);
        expect(out).toBeAllclose(plainProduct(transposed(x, inner), slopes, inner, columns), 1e-5);
        kernels.multiplyDense(turned(x, inner), plain(slopes, columns), rows, { ...output, out: again }, packed);
        expect(again).toEqual(out);
        const product = { ...output, out: kernels.floats(rows * columns), rows };
        kernels.multiplyDense(plain(x, inner), turned(w, inner), inner, product, packed);
        expect(product.out).toBeAllclose(plainProduct(x, transposed(w, inner), rows, columns), 1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('let NaN through', async () => {
    const kernels = await createHostKernels(1e5);
    const [x, w, bias, out] = [2, 16, 8, 8].map((length) => kernels.floats(length)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    x.set([0, Number.NaN]);
    const byRow = kernels.sparse(1, 2);
    kernels.compress(x, 2, byRow);
    kernels.multiplySparse(byRow, w, { out, rows: 1, columns: 8, bias, isRelu: true });
    expect(out[0]).toBeNaN();
  });

  it('sum rows, and close the gate where a relu is zero', async () => {
    const kernels = await createHostKernels(1e5);
    const [values, outputs, sums] = filled(kernels, [5 * 8, 5 * 8, 8], 3);
    const before = values.slice();
    kernels.sumRows(values, sums);
    expect(sums).toBeAllclose(plainProduct(new Float32Array(5).fill(1), values, 1, 8), 1e-6);
    kernels.gate(values, outputs);
    expect(values).toEqual(before.map((value, at) => (outputs[at]! <= 0 ? 0 : value)));
  });

  it('take the steps of Adam', async () => {
    const kernels = await createHostKernels(1e5);
    const [parameters, gradient, first, second] = [0, 0, 0, 0].map(() => kernels.floats(12)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const expected = Float32Array.from(parameters);
    const reference = createHostAdam(expected);
    for (let step = 1; step <= 30; step++) {
      gradient.set(fill(gradient, step));
      kernels.adam(parameters, gradient, first, second, step, 0.1 / step);
      reference.update(gradient, 0.1 / step);
    }
    expect(parameters).toBeAllclose(expected, 1e-5);
  });
});
