import '../_cpu.js';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, target } from '../../assembly/compile.js';
import { createHostAdam } from '../../src/training/host-adam.js';
import { createHostKernels } from '../../src/training/chain/host-kernels.js';

const sides = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  inner: fc.integer({ min: 1, max: 40 }),
  columns: fc.integer({ min: 1, max: 90 }),
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

describe('the host kernels', () => {
  it('are compiled from their source', async () => {
    expect(await readFile(target, 'utf8')).toBe(await compile());
  });

  it('multiply sparse rows, and their transpose, as a plain product does', async () => {
    await fc.assert(
      fc.asyncProperty(sides, async ({ rows, inner, columns, seed, isRelu }) => {
        const kernels = await createHostKernels(1e6);
        const [x, w, bias, d] = [rows * inner, inner * columns, columns, rows * columns].map((length, index) => {
          const values = kernels.floats(length);
          values.set(fill(values, seed + index));
          return values;
        }) as [Float32Array, Float32Array, Float32Array, Float32Array];
        const [byRow, byColumn] = [kernels.sparse(rows, inner), kernels.sparse(inner, rows)];
        const [out, gradient, zeros] = [kernels.floats(rows * columns), kernels.floats(inner * columns), kernels.floats(columns)];
        kernels.compress(x, rows, byRow);
        kernels.multiply(byRow, rows, w, columns, bias, out, isRelu);
        const expected = plainProduct(x, w, rows, columns).map((value, at) => {
          const sum = value + bias[at % columns]!;
          return isRelu ? Math.max(0, sum) : sum;
        });
        expect(out).toBeAllclose(expected, 1e-5);
        kernels.transpose(byRow, rows, byColumn);
        kernels.multiply(byColumn, inner, d, columns, zeros, gradient, false);
        expect(gradient).toBeAllclose(plainProduct(transposed(x, inner), d, inner, columns), 1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('let NaN through', async () => {
    const kernels = await createHostKernels(1e5);
    const x = kernels.floats(2);
    x.set([0, Number.NaN]);
    const byRow = kernels.sparse(1, 2);
    const out = kernels.floats(1);
    kernels.compress(x, 1, byRow);
    kernels.multiply(byRow, 1, kernels.floats(2), 1, kernels.floats(1), out, true);
    expect(out[0]).toBeNaN();
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
