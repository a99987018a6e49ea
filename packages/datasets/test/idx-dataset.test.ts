import { idxDataset } from '@dum/datasets';
import { describe, expect, it } from 'vitest';
import { refusal } from './_errors.js';
import { idxBytes, smallFiles } from './_idx-files.js';

describe('idxDataset', () => {
  it('scales pixels to [0, 1] and keeps shapes and labels', () => {
    const { train, test, sampleShape, range, classNames, name } = idxDataset(smallFiles());
    expect(name).toBe('small');
    expect([...train.source.values!.subarray(0, 4)]).toEqual([0, Math.fround(0.2), Math.fround(0.4), 1]);
    expect({ sampleShape, range, classes: classNames.length }).toEqual({ sampleShape: [2, 2], range: [0, 1], classes: 10 });
    expect({ role: train.role, count: train.count, y: [...train.y] }).toEqual({ role: 'train', count: 3, y: [0, 9, 3] });
    expect({ role: test.role, count: test.count, y: [...test.y] }).toEqual({ role: 'test', count: 2, y: [1, 2] });
  });

  it('keeps the first samples of each split', () => {
    const { train, test } = idxDataset({ ...smallFiles(), limit: 1 });
    expect([train.count, train.source.values!.length, test.count]).toEqual([1, 4, 1]);
    expect(idxDataset({ ...smallFiles(), limit: 100 }).train.count).toBe(3);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses limit %d', async (limit) => {
    expect(await refusal(() => idxDataset({ ...smallFiles(), limit }))).toMatch(/limit is .*whole number/);
  });

  it('names both files when counts differ', async () => {
    const trainLabels = { name: 'train-labels-idx1-ubyte', bytes: idxBytes([4], [0, 1, 2, 3]) };
    const message = await refusal(() => idxDataset({ ...smallFiles(), trainLabels }));
    expect(message).toContain('"train-images-idx3-ubyte" has 3 images and "train-labels-idx1-ubyte" 4 labels');
  });

  it('recognises swapped images and labels', async () => {
    const { testImages, testLabels, ...files } = smallFiles();
    const message = await refusal(() => idxDataset({ ...files, testImages: testLabels, testLabels: testImages }));
    expect(message).toContain('swapped');
    expect(message).toContain('"t10k-labels-idx1-ubyte"');
    expect(message).toContain('"t10k-images-idx3-ubyte"');
  });

  it('distinguishes images from labels by their dimensions', async () => {
    const files = smallFiles();
    expect(await refusal(() => idxDataset({ ...files, trainImages: files.trainLabels }))).toMatch(
      /"train-labels-idx1-ubyte" has shape \[3\], which is labels/,
    );
    expect(await refusal(() => idxDataset({ ...files, trainLabels: files.trainImages }))).toMatch(/shape \[3, 2, 2\]; expected labels/);
  });

  it('names the position of a label without a class', async () => {
    const trainLabels = { name: 'train-labels-idx1-ubyte', bytes: idxBytes([3], [9, 0, 10]) };
    expect(await refusal(() => idxDataset({ ...smallFiles(), trainLabels }))).toContain(
      '"train-labels-idx1-ubyte" has label 10 at position 2; expected 0 to 9',
    );
    const classNames = ['a', 'b', 'c'];
    expect(await refusal(() => idxDataset({ ...smallFiles(), classNames }))).toContain('label 9 at position 1; expected 0 to 2');
  });

  it('reads labels of more than 255 classes', async () => {
    const classNames = Array.from({ length: 1000 }, (_, label) => `class ${label}`);
    const wide = (...labels: number[]) => ({
      name: 'train-labels-idx1-short',
      bytes: idxBytes(
        [labels.length],
        [...new Uint8Array(Uint16Array.from(labels, (label) => ((label & 255) << 8) | (label >> 8)).buffer)],
        11,
      ),
    });
    expect([...idxDataset({ ...smallFiles(), classNames, trainLabels: wide(999, 255, 0) }).train.y]).toEqual([999, 255, 0]);
    expect(await refusal(() => idxDataset({ ...smallFiles(), classNames, trainLabels: wide(0, 1000, 1) }))).toContain(
      '"train-labels-idx1-short" has label 1000 at position 1; expected 0 to 999',
    );
    expect(await refusal(() => idxDataset({ ...smallFiles(), classNames, trainLabels: wide(0, 1, 65_535) }))).toContain(
      'label -1 at position 2',
    );
    const trainImages = { name: 'train-images-idx3-int', bytes: idxBytes([3, 1, 1], new Array<number>(12).fill(0), 12) };
    expect(await refusal(() => idxDataset({ ...smallFiles(), trainImages }))).toContain('holds wide integers; expected unsigned bytes');
  });

  it('refuses training and test images of different shapes', async () => {
    const testImages = { name: 't10k-images-idx3-ubyte', bytes: idxBytes([2, 1, 4], [0, 0, 0, 0, 0, 0, 0, 0]) };
    const message = await refusal(() => idxDataset({ ...smallFiles(), testImages }));
    expect(message).toContain('shape [2, 2] and "t10k-images-idx3-ubyte" of [1, 4]');
  });

  it.each([
    [[], /has 0 names/],
    [['a', 'b', 'a'], /has "a" twice/],
  ])('refuses class names %j', async (classNames, expected) => {
    expect(await refusal(() => idxDataset({ ...smallFiles(), classNames }))).toMatch(expected);
  });
});
