import type { IdxDatasetFiles, NamedBytes } from '@dum/datasets';

/** The bytes of an IDX file; `data` may disagree with `shape`. */
export const idxBytes = (shape: readonly number[], data: Iterable<number>, type = 8): Uint8Array => {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, type);
  header.setUint8(3, shape.length);
  for (const [axis, size] of shape.entries()) header.setUint32(4 + 4 * axis, size);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...data]);
};

const file = (name: string, shape: readonly number[], data: readonly number[]): NamedBytes => ({ name, bytes: idxBytes(shape, data) });

/** Three training and two test images of 2 × 2 pixels. */
export const smallFiles = (): IdxDatasetFiles => ({
  name: 'small',
  trainImages: file('train-images-idx3-ubyte', [3, 2, 2], [0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8]),
  trainLabels: file('train-labels-idx1-ubyte', [3], [0, 9, 3]),
  testImages: file('t10k-images-idx3-ubyte', [2, 2, 2], [9, 9, 9, 9, 0, 0, 0, 0]),
  testLabels: file('t10k-labels-idx1-ubyte', [2], [1, 2]),
});
