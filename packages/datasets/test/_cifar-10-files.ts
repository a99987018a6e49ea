import type { NamedBytes } from '@dum/datasets';

export const cifar10ClassNames = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** The value of a pixel of the images here: it tells sample, channel, row and column apart. */
export const pixelOf = (sample: number, channel: number, row: number, column: number): number =>
  (97 * sample + 53 * channel + 7 * row + 3 * column) % 256;

/** A binary batch of the samples `first`, `first + 1`, … with these labels, written value by value as the format says. */
export const cifarBatch = (name: string, labels: readonly number[], first = 0): NamedBytes => {
  const bytes: number[] = [];
  labels.forEach((label, index) => {
    bytes.push(label);
    for (let channel = 0; channel < 3; channel++) {
      for (let row = 0; row < 32; row++) {
        for (let column = 0; column < 32; column++) bytes.push(pixelOf(first + index, channel, row, column));
      }
    }
  });
  return { name, bytes: Uint8Array.from(bytes) };
};
