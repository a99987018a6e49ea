import { DumError, objectWith, requireOptions } from '@dum/errors';
import { shapeText, sizeOf } from '../_shape.js';
import { hashWords } from './hash-words.js';
import { isParts, type Rows, type RowSource, type SampleShape } from './row-source.js';

/** The arrays of {@link inMemory}; they are kept, not copied. */
export interface MemoryArrays {
  /** The values of all samples, row-major, or an array for each part of the shape. */
  readonly x: Rows;
  readonly sampleShape: SampleShape;
}

type Refuse = (message: string) => never;

const requireShape = (what: string, shape: unknown, refuse: Refuse): void => {
  if (Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size > 0)) return;
  refuse(`${what} is ${JSON.stringify(shape)}; expected positive whole numbers`);
};

const conversionOf = (values: unknown): string => {
  if (values instanceof Promise) return 'and await it, since it is a promise';
  return objectWith('', ['dataSync']).holds(values) ? 'as await x.data() does for a tensor' : 'as Float32Array.from does';
};

/** The number of samples in an array of finite values; as many as labels, if their number is given. */
const countRows = (what: string, values: Float32Array, shape: readonly number[], labels: number | undefined, refuse: Refuse): number => {
  if (!(values instanceof Float32Array)) refuse(`${what} is not a Float32Array; convert it first, ${conversionOf(values)}`);
  const size = sizeOf(shape);
  if (labels === undefined ? values.length % size !== 0 : values.length !== labels * size) {
    const expected = labels === undefined ? `a multiple of ${size}, for` : `${labels * size}, for ${labels} labels and`;
    refuse(`${what} has ${values.length} values; expected ${expected} samples of shape ${shapeText(shape)}`);
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    refuse(`${what} is ${values[bad]} at sample ${Math.floor(bad / size)}, position ${bad % size}; expected finite values only`);
  return values.length / size;
};

/** Whether indices are consecutive. */
const isRun = (indices: ArrayLike<number>): boolean => {
  for (let at = 1; at < indices.length; at++) if (indices[at] !== indices[at - 1]! + 1) return false;
  return true;
};

const gather = (values: Float32Array, size: number, indices: ArrayLike<number>): Float32Array => {
  const rows = new Float32Array(indices.length * size);
  for (let at = 0; at < indices.length; at++) rows.set(values.subarray(indices[at]! * size, (indices[at]! + 1) * size), at * size);
  return rows;
};

const once = <Value>(compute: () => Value): (() => Value) => {
  let value: Value | undefined;
  return () => (value ??= compute());
};

const identityOf = (values: Float32Array, shape: readonly number[]): string =>
  `${shapeText([values.length / sizeOf(shape), ...shape])} ${hashWords(new Uint32Array(values.buffer, values.byteOffset, values.length))}`;

/** A source of a checked array. */
export const holdTensor = (values: Float32Array, shape: readonly number[]): RowSource => {
  const [size, sampleShape] = [sizeOf(shape), Object.freeze([...shape])];
  const identity = once(() => identityOf(values, shape));
  return Object.freeze({
    count: values.length / size,
    sampleShape,
    values,
    get identity() {
      return identity();
    },
    rows: (indices: ArrayLike<number>) => gather(values, size, indices),
    subset: (indices: ArrayLike<number>) =>
      holdTensor(
        isRun(indices)
          ? values.subarray((indices[0] ?? 0) * size, ((indices[0] ?? 0) + indices.length) * size)
          : gather(values, size, indices),
        shape,
      ),
  });
};

const holdParts = (parts: readonly (readonly [name: string, source: RowSource])[]): RowSource => {
  const fromParts = <Value>(of: (source: RowSource) => Value): Readonly<Record<string, Value>> =>
    Object.freeze(Object.fromEntries(parts.map(([name, source]) => [name, of(source)])));
  return Object.freeze({
    count: parts[0]![1].count,
    sampleShape: fromParts(({ sampleShape }) => sampleShape as readonly number[]),
    get identity() {
      return parts.map(([name, { identity }]) => `${name} ${identity}`).join(', ');
    },
    rows: (indices: ArrayLike<number>) => fromParts((source) => source.rows(indices) as Float32Array),
    subset: (indices: ArrayLike<number>) => holdParts(parts.map(([name, source]) => [name, source.subset!(indices)])),
  });
};

/** {@link inMemory}, called by another function, which errors name; there must be as many samples as labels, if their number is given. */
export const checkedMemory = (who: string, { x, sampleShape }: MemoryArrays, labels?: number): RowSource => {
  const refuse: Refuse = (message) => {
    throw new DumError('bad-input', `${who}: ${message}`);
  };
  if (typeof sampleShape !== 'object' || sampleShape === null || !isParts(sampleShape)) {
    requireShape('sampleShape', sampleShape, refuse);
    countRows('x', x as Float32Array, sampleShape, labels, refuse);
    return holdTensor(x as Float32Array, sampleShape);
  }
  const names = Object.keys(sampleShape).sort();
  const given = typeof x === 'object' && x !== null && !ArrayBuffer.isView(x) ? (x as Readonly<Record<string, Float32Array>>) : undefined;
  if (names.length === 0) refuse('sampleShape has no part; expected at least one');
  if (given === undefined || Object.keys(given).sort().join() !== names.join())
    refuse(
      `x has ${given === undefined ? 'no parts' : `the parts ${Object.keys(given).join(', ') || '(none)'}`} and sampleShape ${names.join(', ')}; expected an array for each part`,
    );
  const counts = names.map((name) => {
    requireShape(`sampleShape of "${name}"`, sampleShape[name], refuse);
    return countRows(`x of "${name}"`, given[name]!, sampleShape[name]!, labels, refuse);
  });
  const other = counts.findIndex((count) => count !== counts[0]);
  if (other >= 0) refuse(`x has ${counts[0]} samples of "${names[0]}" and ${counts[other]} of "${names[other]}"; expected as many of each`);
  return holdParts(names.map((name) => [name, holdTensor(given[name]!, sampleShape[name]!)]));
};

/**
 * Creates a source of samples in memory. The arrays are checked and kept, not copied: do not write to them afterwards.
 *
 * The identity is a hash of the values and their shape, computed on first use. A subset of consecutive samples shares the memory; any other
 * copies its samples.
 *
 * @throws DumError 'bad-input' for an invalid shape, a length that is not a multiple of its size, parts whose names or counts differ, and a
 * value that is NaN or infinite (the sample and its position are named).
 *
 * @example
 * const pictures = inMemory({ x: new Float32Array(100 * 784), sampleShape: [28, 28] });
 * const sentences = inMemory({ x: { tokens, attention }, sampleShape: { tokens: [128], attention: [128] } });
 */
export const inMemory = (arrays: MemoryArrays): RowSource => {
  requireOptions('inMemory', { arrays }, { arrays: objectWith('an object of x and sampleShape', ['x', 'sampleShape']) });
  return checkedMemory('inMemory', arrays);
};
